using SmartBlocks.Validator.Commands;
using Spectre.Console;

namespace SmartBlocks.Validator.Tests.Samples;

/// <summary>What a run of the program said, and how it ended.</summary>
public sealed record Command(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs a command line in this process.</summary>
    public static Task<Command> RunAsync(params string[] arguments) => RunAsync(arguments, null, CancellationToken.None);

    /// <summary>Runs a command line in this process, until it is stopped.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="heard">Told each line as it is said.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<Command> RunAsync(string[] arguments, Action<string>? heard, CancellationToken cancellation)
    {
        using var output = new Listened(heard);
        using var errors = new StringWriter();
        var console =
            AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No, Out = new Plain(output) });
        var code = await ValidatorProgram.RunAsync(arguments, console, errors, cancellation);
        return new Command(code, output.ToString(), errors.ToString());
    }

    // The console writes a line in pieces.
    sealed class Listened(Action<string>? heard) : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        readonly System.Text.StringBuilder line = new();

        public override void Write(char value)
        {
            base.Write(value);
            Hear(value);
        }

        public override void Write(string? value)
        {
            base.Write(value);
            foreach (var character in value ?? "") Hear(character);
        }

        public override void Write(char[] buffer, int index, int count)
        {
            base.Write(buffer, index, count);
            foreach (var character in buffer.AsSpan(index, count)) Hear(character);
        }

        void Hear(char character)
        {
            if (character != '\n')
            {
                line.Append(character);
                return;
            }

            var whole = line.ToString();
            line.Clear();
            heard?.Invoke(whole);
        }
    }

    sealed class Plain(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;
        public bool IsTerminal => false;
        public int Width => 400;
        public int Height => 50;
        public void SetEncoding(System.Text.Encoding encoding) { }
    }
}
