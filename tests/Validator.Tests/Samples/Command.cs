using SmartBlocks.Validator.Commands;
using Spectre.Console;

namespace SmartBlocks.Validator.Tests.Samples;

/// <summary>What a run of the program said, and how it ended.</summary>
public sealed record Command(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs a command line in this process.</summary>
    public static async Task<Command> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var console =
            AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No, Out = new Plain(output) });
        var code = await ValidatorProgram.RunAsync(arguments, console, errors);
        return new Command(code, output.ToString(), errors.ToString());
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
