using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Formats;

/// <summary>A number with its unit, as a P1 telegram writes it.</summary>
public readonly record struct P1Value(decimal Number, string Unit);

/// <summary>A device on the meter's M-Bus: gas, heat, water.</summary>
/// <param name="Channel">1 to 4.</param>
/// <param name="DeviceType">EN 13757-3 device type: 3 gas, 4 and 12 heat, 6 and 7 water.</param>
/// <param name="At">When its register was read, UTC.</param>
/// <param name="Reading">What it showed.</param>
public sealed record P1Device(int Channel, int DeviceType, DateTimeOffset At, P1Value Reading);

/// <summary>
/// DSMR P1 telegram, companion standard 4.2 and 5.0: <c>/ident CRLF CRLF lines !CRC16 CRLF</c>. The CRC-16 covers everything from '/' to '!'. Times are Dutch local
/// times with a flag, S for summer (UTC+2) and W for winter (UTC+1), so no time zone rules are needed.
/// OBIS codes read: 1-0:1.8.x imported and 1-0:2.8.x exported energy per tariff (x = 0 is the total where a meter sends one), 1-0:1.7.0 and 1-0:2.7.0 power
/// now, 0-0:1.0.0 time, 0-0:96.1.1 equipment, 1-3:0.2.8 version, 0-n:24.1.0 and 0-n:24.2.1 M-Bus devices. Others are passed over.
/// </summary>
public sealed class P1Telegram
{
    /// <summary>The longest telegram read, in bytes; real ones have one to two thousand.</summary>
    public const int MaxBytes = 8_192;

    private readonly Dictionary<string, P1Value> values = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> deviceTypes = [];
    private readonly List<(int Channel, DateTimeOffset At, P1Value Value)> deviceReadings = [];

    private P1Telegram(string identification) => Identification = identification;

    /// <summary>Make and model, what follows the '/'.</summary>
    public string Identification { get; }

    /// <summary>Version of the standard, such as 42 or 50.</summary>
    public string? Version { get; private set; }

    /// <summary>Equipment identifier, decoded from hex.</summary>
    public string? Equipment { get; private set; }

    /// <summary>When the telegram was made, UTC.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Energy taken from the grid, all tariffs, kWh.</summary>
    public decimal? Imported => Energy("1-0:1.8.");

    /// <summary>Energy given to the grid, all tariffs, kWh.</summary>
    public decimal? Exported => Energy("1-0:2.8.");

    /// <summary>Power now, kW, positive when importing.</summary>
    public decimal? PowerKw =>
        values.TryGetValue("1-0:1.7.0", out var import) ? import.Number - (values.TryGetValue("1-0:2.7.0", out var export) ? export.Number : 0) : null;

    /// <summary>Devices on the M-Bus that reported a reading.</summary>
    public ImmutableArray<P1Device> Devices =>
        [.. deviceReadings.Select(reading => new P1Device(reading.Channel, deviceTypes.GetValueOrDefault(reading.Channel), reading.At, reading.Value))];

    /// <summary>One line's number by its OBIS code, such as <c>1-0:1.8.1</c>.</summary>
    public P1Value? Value(string obis) => values.TryGetValue(obis, out var value) ? value : null;

    /// <summary>Reads a telegram and checks its CRC.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out P1Telegram telegram, out Rejection? why)
    {
        telegram = new P1Telegram("");
        if (CheckFrame(bytes, out var end) is { } bad)
        {
            why = bad;
            return false;
        }
        var lines = Encoding.ASCII.GetString(bytes[1..end]).Split("\r\n");
        telegram = new P1Telegram(lines[0]);
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length > 0 && telegram.ReadLine(lines[i]) is { } wrong)
            {
                why = wrong;
                return false;
            }
        }
        why = telegram.At == default ? Reject.Missing("0-0:1.0.0") : null;
        return why is null;
    }

    /// <summary>The reading of a registered meter: imported, exported, or that of an M-Bus device, by the meter's commodity and direction.</summary>
    public bool TryGetReading(MeterRegistration meter, out DecodedReadings readings, out Rejection? why)
    {
        readings = DecodedReadings.Of(Array.Empty<RegisterReading>());
        if (meter.Kind != MeterKind.Register)
        {
            why = Reject.Because("kind.mismatch", "meter", meter.Meter, "counts intervals; P1 telegrams carry registers");
            return false;
        }
        if (meter.Commodity == Commodity.Electricity)
        {
            var exports = meter.Direction is Direction.Export or Direction.Generation;
            if ((exports ? Exported : Imported) is not { } energy)
            {
                why = Reject.Missing(exports ? "1-0:2.8.x" : "1-0:1.8.x");
                return false;
            }
            readings = DecodedReadings.Of([new RegisterReading(At, energy)]);
            why = null;
            return true;
        }
        var devices = Devices.Where(device => CommodityOf(device.DeviceType) == meter.Commodity).ToList();
        if (devices.Count != 1)
        {
            why = Reject.Because("p1.channel", "0-n:24.2.1", null, $"must be there once for {meter.Commodity.Text()}, is there {devices.Count} times");
            return false;
        }
        var (number, unit) = devices[0].Reading;
        if (!PhysicalUnits.TryConvert(number, unit, meter.Unit, out var converted))
        {
            why = Reject.Because("unit.mismatch", "0-n:24.2.1", unit, $"does not convert to {meter.Unit.Text()}, which meter {meter.Meter} counts in");
            return false;
        }
        readings = DecodedReadings.Of([new RegisterReading(devices[0].At, converted)]);
        why = null;
        return true;
    }

    private static Rejection? CheckFrame(ReadOnlySpan<byte> bytes, out int end)
    {
        end = bytes.IndexOf((byte)'!');
        if (bytes.Length > MaxBytes || bytes.IsEmpty || bytes[0] != '/' || end < 0)
            return Reject.Because("p1.form", "telegram", null, $"must begin with '/', hold '!' and have at most {MaxBytes} bytes");
        var tail = bytes[(end + 1)..];
        if (tail.Length is not (4 or 6) || (tail.Length == 6 && !tail[4..].SequenceEqual("\r\n"u8))
            || !ushort.TryParse(tail[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var given))
            return Reject.Because("p1.crc", "CRC16", Encoding.ASCII.GetString(tail), "must be four hexadecimal digits at the end of the telegram");
        var computed = Crc16.Of(bytes[..(end + 1)]);
        return given == computed ? null : Reject.Because(
            "p1.crc", "CRC16", given.ToString("X4", CultureInfo.InvariantCulture),
            $"does not match the telegram, whose CRC is {computed.ToString("X4", CultureInfo.InvariantCulture)}");
    }

    private decimal? Energy(string prefix)
    {
        if (values.TryGetValue(prefix + "0", out var total))
            return total.Number;
        var tariffs = values.Where(value => value.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return tariffs.Count == 0 ? null : tariffs.Sum(tariff => tariff.Value.Number);
    }

    private Rejection? ReadLine(string line)
    {
        var open = line.IndexOf('(');
        if (open <= 0 || line[^1] != ')')
            return Reject.Because("p1.form", "line", line, "must be an OBIS code and values in parentheses");
        var obis = line[..open];
        var groups = line[(open + 1)..^1].Split(")(");
        switch (obis)
        {
            case "1-3:0.2.8": Version = groups[0]; return null;
            case "0-0:96.1.1": Equipment = Hex(groups[0]); return null;
            case "0-0:1.0.0":
                if (!TryTime(groups[0], out var at))
                    return BadTime(obis, groups[0]);
                At = at;
                return null;
            case ['1', '-', '0', ':', '1' or '2', '.', '7' or '8', '.', _]: return ReadValue(obis, groups[0]);
            case ['0', '-', >= '1' and <= '4', ':', '2', '4', '.', '1', '.', '0']:
                if (int.TryParse(groups[0], NumberStyles.None, CultureInfo.InvariantCulture, out var type))
                    deviceTypes[obis[2] - '0'] = type;
                return null;
            case ['0', '-', >= '1' and <= '4', ':', '2', '4', '.', '2', '.', '1' or '3']: return ReadDevice(obis, groups);
            default: return null;
        }
    }

    private Rejection? ReadValue(string obis, string text)
    {
        if (!TryValue(text, out var value))
            return BadNumber(obis, text);
        if (obis[6] == '8' && value.Unit != "kWh")
            return Reject.Because("unit.mismatch", obis, value.Unit, "must be kWh");
        return values.TryAdd(obis, value) ? null : Reject.Because("p1.form", obis, text, "must be there once");
    }

    private Rejection? ReadDevice(string obis, string[] groups)
    {
        // A channel without a device sends empty or short lines.
        if (groups.Length < 2)
            return null;
        if (!TryTime(groups[0], out var at))
            return BadTime(obis, groups[0]);
        if (!TryValue(groups[1], out var value))
            return BadNumber(obis, groups[1]);
        deviceReadings.Add((obis[2] - '0', at, value));
        return null;
    }

    private static bool TryValue(string text, out P1Value value)
    {
        value = default;
        var star = text.IndexOf('*');
        if (star <= 0)
            return false;
        // Numbers have a fixed width and so leading zeros, which the ledger's format does not.
        var digits = text.AsSpan(0, star).TrimStart('0');
        var number = digits.IsEmpty ? "0" : digits[0] == '.' ? string.Concat("0", digits) : digits.ToString();
        if (!DecimalText.TryParse(number, out var parsed) || parsed < 0)
            return false;
        value = new(parsed, text[(star + 1)..]);
        return true;
    }

    private static bool TryTime(string text, out DateTimeOffset at)
    {
        at = default;
        if (text.Length != 13 || text[12] is not ('S' or 'W')
            || !DateTime.TryParseExact(text.AsSpan(0, 12), "yyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return false;
        if (local.Year is < 2000 or > 2098)
            return false;
        at = new DateTimeOffset(local, TimeSpan.FromHours(text[12] == 'S' ? 2 : 1)).ToUniversalTime();
        return UtcTime.Fits(at);
    }

    private static string? Hex(string text)
    {
        if (text.Length % 2 != 0 || !text.All(char.IsAsciiHexDigit))
            return null;
        return Encoding.Latin1.GetString(Convert.FromHexString(text));
    }

    private static Commodity? CommodityOf(int deviceType) => deviceType switch
    {
        3 => Commodity.Gas,
        4 or 12 => Commodity.Heat,
        6 or 7 => Commodity.Water,
        _ => null,
    };

    private static Rejection BadTime(string obis, string text) =>
        Reject.Because("time.form", obis, text, "must be YYMMDDhhmmss followed by S for summer or W for winter time");

    private static Rejection BadNumber(string obis, string text) =>
        Reject.Because("reading.notNumber", obis, text, "must be a number and a unit such as 001581.123*kWh");
}
