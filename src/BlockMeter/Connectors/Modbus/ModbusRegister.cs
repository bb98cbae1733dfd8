using System.Buffers.Binary;
using System.Text.Json.Serialization;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.Energy;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>Which registers to read.</summary>
public enum ModbusTable
{
    /// <summary>Holding registers (function 3).</summary>
    Holding,
    /// <summary>Input registers (function 4).</summary>
    Input,
}

/// <summary>How a value lies in its registers.</summary>
public enum ModbusType
{
    [JsonStringEnumMemberName("uint16")] U16,
    [JsonStringEnumMemberName("int16")] S16,
    [JsonStringEnumMemberName("uint32")] U32,
    [JsonStringEnumMemberName("int32")] S32,
    [JsonStringEnumMemberName("uint64")] U64,
    [JsonStringEnumMemberName("int64")] S64,
    [JsonStringEnumMemberName("float32")] F32,
    [JsonStringEnumMemberName("float64")] F64,
}

/// <summary>
/// The order of a value's bytes: its most significant is A. Modbus says big-endian inside a register and nothing about values of several, so that makers differ.
/// </summary>
public enum ModbusOrder
{
    /// <summary>As read: most significant register first.</summary>
    [JsonStringEnumMemberName("ABCD")] Abcd,
    /// <summary>Least significant register first.</summary>
    [JsonStringEnumMemberName("CDAB")] Cdab,
    /// <summary>Most significant register first, bytes swapped in each.</summary>
    [JsonStringEnumMemberName("BADC")] Badc,
    /// <summary>Little-endian throughout.</summary>
    [JsonStringEnumMemberName("DCBA")] Dcba,
}

/// <summary>Where a meter's cumulative register lies in a device, and how to read it.</summary>
public sealed record ModbusRegister
{
    /// <summary>The meter.</summary>
    public required string Meter { get; init; }

    /// <summary>holding or input.</summary>
    public ModbusTable Table { get; init; }

    /// <summary>Address of the first register, from 0 (documents that say 40001 or 30001 mean 0).</summary>
    public required int Address { get; init; }

    /// <summary>uint16, int16, uint32, int32, uint64, int64, float32 or float64.</summary>
    public ModbusType Type { get; init; } = ModbusType.U32;

    /// <summary>ABCD, CDAB, BADC or DCBA.</summary>
    public ModbusOrder Order { get; init; }

    /// <summary>What the raw value is multiplied with to give the meter's unit: 0.001 for Wh in kWh.</summary>
    public decimal Scale { get; init; } = 1;

    /// <summary>What is added afterwards, in the meter's unit.</summary>
    public decimal Offset { get; init; }

    /// <summary>Registers the value takes.</summary>
    [JsonIgnore]
    public int Count => Type switch
    {
        ModbusType.U16 or ModbusType.S16 => 1,
        ModbusType.U32 or ModbusType.S32 or ModbusType.F32 => 2,
        _ => 4,
    };

    /// <exception cref="AgentException">A setting makes no sense.</exception>
    public void Check()
    {
        if (Identifiers.Check("meter", Meter) is { } bad)
            throw new AgentException(bad.Detail);
        if (Address < 0 || Address + Count > 65_536)
            throw new AgentException($"meter {Meter}: address is {Address}: must be 0 to {65_536 - Count}");
        if (Scale == 0)
            throw new AgentException($"meter {Meter}: scale is 0: every reading would be the same");
    }

    /// <summary>The value, scaled, with at most nine fraction digits; null when the registers hold none (not a number, infinite, or beyond what the ledger writes).</summary>
    /// <param name="registers">The registers' bytes as they came.</param>
    public decimal? Decode(ReadOnlySpan<byte> registers)
    {
        Span<byte> bytes = stackalloc byte[2 * Count];
        registers.CopyTo(bytes);
        if (Order is ModbusOrder.Badc or ModbusOrder.Dcba)
        {
            for (var i = 0; i < bytes.Length; i += 2)
                (bytes[i], bytes[i + 1]) = (bytes[i + 1], bytes[i]);
        }
        if (Order is ModbusOrder.Cdab or ModbusOrder.Dcba)
        {
            bytes.Reverse();
            for (var i = 0; i < bytes.Length; i += 2)
                (bytes[i], bytes[i + 1]) = (bytes[i + 1], bytes[i]);
        }
        try
        {
            var value = decimal.Round(Raw(bytes) * Scale + Offset, DecimalText.MaxFractionDigits);
            return DecimalText.Fits(value) ? value : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <exception cref="OverflowException">A float that no decimal holds, or that is no number.</exception>
    private decimal Raw(ReadOnlySpan<byte> bytes) => Type switch
    {
        ModbusType.U16 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        ModbusType.S16 => BinaryPrimitives.ReadInt16BigEndian(bytes),
        ModbusType.U32 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        ModbusType.S32 => BinaryPrimitives.ReadInt32BigEndian(bytes),
        ModbusType.U64 => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        ModbusType.S64 => BinaryPrimitives.ReadInt64BigEndian(bytes),
        ModbusType.F32 => (decimal)BinaryPrimitives.ReadSingleBigEndian(bytes),
        _ => (decimal)BinaryPrimitives.ReadDoubleBigEndian(bytes),
    };
}
