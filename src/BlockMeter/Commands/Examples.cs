using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SmartBlocks.BlockMeter.Commands;

/// <summary>Examples below a command's help: what one would want to do, and the line that does it.</summary>
internal static class Examples
{
    private static readonly Dictionary<Command, (string What, string Line)[]> Known = [];

    /// <summary>Gives a command examples. The root's help option serves all commands, and shows those of the one it was asked about.</summary>
    public static void Add(Command command, params (string What, string Line)[] examples)
    {
        Known[command] = examples;
        if (command is RootCommand && command.Options.OfType<HelpOption>().SingleOrDefault() is { Action: HelpAction usual } help)
            help.Action = new HelpWithExamples(usual);
    }

    private sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var result = usual.Invoke(parseResult);
            if (!Known.TryGetValue(parseResult.CommandResult.Command, out var examples))
                return result;
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var (what, line) in examples)
            {
                output.WriteLine($"  # {what}");
                output.WriteLine($"  {line}");
            }
            output.WriteLine();
            return result;
        }
    }
}
