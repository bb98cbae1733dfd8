using SmartBlocks.Validator.Commands;
using Spectre.Console;

// Into a file or a pipe: no colours, and no line broken at the width of a terminal that is not there.
var console = AnsiConsole.Console;
if (Console.IsOutputRedirected)
{
    console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No,
    });
    console.Profile.Width = int.MaxValue / 2;
}

return await ValidatorProgram.RunAsync(args, console, Console.Error);
