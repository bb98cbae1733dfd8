using System.Buffers.Binary;
using System.Net.Sockets;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>What a Modbus device answered instead of registers.</summary>
public sealed class ModbusException(string message) : IOException(message);

/// <summary>
/// Modbus over TCP (MODBUS Messaging on TCP/IP Implementation Guide V1.0b), the two functions that read registers (MODBUS Application Protocol V1.1b3, §6.3 and §6.4). One
/// request at a time; after any failure the connection is of no use and is thrown away.
/// </summary>
/// <remarks>
/// <code>
/// request   transaction u16 · protocol 0 u16 · length u16 · unit u8 · function u8 · address u16 · quantity u16
/// answer    transaction u16 · protocol 0 u16 · length u16 · unit u8 · function u8 · byte count u8 · registers
/// exception … · function | 0x80 · code u8
/// </code>
/// </remarks>
public sealed class ModbusClient : IDisposable
{
    /// <summary>Most registers one request may ask for.</summary>
    public const int MaxRegisters = 125;

    private const byte ReadHolding = 3, ReadInput = 4, ExceptionBit = 0x80;
    private const int HeaderLength = 7, MaxFrame = 260;

    private readonly TcpClient socket = new() { NoDelay = true };
    private readonly byte[] buffer = new byte[MaxFrame];
    private ushort transaction;

    private ModbusClient() { }

    /// <summary>Connects to a device or gateway.</summary>
    public static async Task<ModbusClient> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        var client = new ModbusClient();
        try
        {
            await client.socket.ConnectAsync(host, port, cancellation);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Reads registers, each two bytes, big-endian as they come.</summary>
    /// <param name="unit">Unit identifier: the device behind a gateway, 0 to 255.</param>
    /// <param name="input">Input registers (function 4) instead of holding registers (function 3).</param>
    /// <param name="address">Address of the first, from 0 (documents that say 40001 or 30001 mean 0).</param>
    /// <param name="count">How many, 1 to <see cref="MaxRegisters"/>.</param>
    /// <param name="cancellation">Ends the wait; the client is then of no use.</param>
    /// <exception cref="ModbusException">The device refused, or what came is no answer to the question.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<byte[]> ReadAsync(byte unit, bool input, ushort address, int count, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxRegisters);
        var function = input ? ReadInput : ReadHolding;
        var stream = socket.GetStream();
        await stream.WriteAsync(Request(unit, function, address, count), cancellation);
        await stream.ReadExactlyAsync(buffer.AsMemory(0, HeaderLength), cancellation);
        var length = BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(4)) - 1;
        if (BinaryPrimitives.ReadUInt16BigEndian(buffer) != transaction || BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(2)) != 0 || length is < 2 or > MaxFrame - HeaderLength)
            throw new ModbusException("the device answered with something that is no Modbus answer to the request");
        await stream.ReadExactlyAsync(buffer.AsMemory(0, length), cancellation);
        if (buffer[0] == (function | ExceptionBit))
            throw new ModbusException($"the device refuses: {Meaning(buffer[1])}");
        if (buffer[0] != function || buffer[1] != 2 * count || length != 2 + 2 * count)
            throw new ModbusException("the device answered another question than was asked");
        return buffer[2..(2 + 2 * count)];
    }

    public void Dispose() => socket.Dispose();

    private byte[] Request(byte unit, byte function, ushort address, int count)
    {
        var request = new byte[12];
        BinaryPrimitives.WriteUInt16BigEndian(request, ++transaction);
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(4), 6);
        (request[6], request[7]) = (unit, function);
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(8), address);
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(10), (ushort)count);
        return request;
    }

    private static string Meaning(byte code) => code switch
    {
        1 => "illegal function (1): it has no registers of this kind",
        2 => "illegal data address (2): it has no register there",
        3 => "illegal data value (3)",
        4 => "server device failure (4)",
        6 => "server device busy (6)",
        10 => "gateway path unavailable (10)",
        11 => "gateway target device failed to respond (11): is the unit right?",
        _ => $"exception {code}",
    };
}
