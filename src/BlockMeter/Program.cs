using SmartBlocks.BlockMeter.Commands;
using Spectre.Console;

// In a pipe or a log a sentence stays on its line.
if (Console.IsOutputRedirected)
    AnsiConsole.Profile.Width = 1_000;
return await BlockMeterCommand.Create().Parse(args).InvokeAsync();
