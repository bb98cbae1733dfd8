using SmartBlocks.BlockMeter.Commands;

return await BlockMeterCommand.Create().Parse(args).InvokeAsync();
