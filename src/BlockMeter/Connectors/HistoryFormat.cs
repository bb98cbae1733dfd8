using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;
using SmartBlocks.Ledger;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>How files and answers of partners are written.</summary>
public enum HistoryFormatName
{
    Csv, Senml, P1, Greenbutton,
}

/// <summary>A format and what must be known to read it, as settings have it.</summary>
public sealed record HistoryFormat
{
    /// <summary>csv, senml, p1 or greenbutton.</summary>
    public required HistoryFormatName Format { get; init; }

    /// <summary>The meter it is about.</summary>
    public required MeterSettings Meter { get; init; }

    /// <summary>CSV: name of the value column, without its unit; the one called value if left out, or else the first after the time.</summary>
    public string? Column { get; init; }

    /// <summary>CSV: a zero means that nothing was measured.</summary>
    public bool ZeroIsGap { get; init; }

    /// <summary>CSV: IANA time zone of times without an offset; UTC if left out.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Green Button: a part of the MeterReading's address.</summary>
    public string? UsagePoint { get; init; }

    /// <summary>Reads a message.</summary>
    /// <returns>Its readings of the meter; none when it holds none.</returns>
    public bool TryRead(byte[] message, DateTimeOffset received, out DecodedReadings readings, out Rejection? why)
    {
        var meter = Meter.ToRegistration();
        readings = DecodedReadings.Of(Array.Empty<Interval>());
        var read = Format switch
        {
            HistoryFormatName.Csv => TryCsv(message, out readings, out why),
            HistoryFormatName.Senml => SenMl.TryParse(message, received, out var pack, out why) && SenMlReadings.TrySelect(pack, meter, out readings, out why),
            HistoryFormatName.P1 => P1Telegram.TryParse(message, out var telegram, out why) && telegram.TryGetReading(meter, out readings, out why),
            _ => GreenButton.TryParse(message, out var series, out why) && GreenButton.TrySelect(series, meter, UsagePoint, out readings, out why),
        };
        if (read && (!readings.Intervals.IsEmpty || !readings.Registers.IsEmpty))
            why = readings.Check();
        return why is null;
    }

    /// <summary>In CSV a register meter's values are what it showed; otherwise what was counted over the slot that begins then.</summary>
    private bool TryCsv(byte[] message, out DecodedReadings readings, out Rejection? why)
    {
        var register = Meter.Kind == MeterKind.Register;
        var read = CsvHistory.TryParse(message, new CsvHistoryOptions(Column, ZeroIsGap, register ? 60 : Meter.ResolutionSeconds, TimeZone), out var history, out why);
        readings = register
            ? DecodedReadings.Of(history.Intervals.Select(interval => new RegisterReading(interval.Start, interval.Value)))
            : DecodedReadings.Of(history.Intervals);
        return read;
    }
}
