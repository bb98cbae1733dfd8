using SmartBlocks.Validator.Commands;
using Spectre.Console;

return await ValidatorProgram.RunAsync(args, AnsiConsole.Console, Console.Error);
