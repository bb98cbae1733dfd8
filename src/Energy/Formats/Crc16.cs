namespace SmartBlocks.Energy.Formats;

/// <summary>CRC-16/ARC as DSMR P1 uses it: polynomial x¹⁶+x¹⁵+x²+1, bits reflected (0xA001), start 0, no final inversion. "123456789" gives BB3D.</summary>
public static class Crc16
{
    private static readonly ushort[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    public static ushort Of(ReadOnlySpan<byte> data)
    {
        ushort crc = 0;
        foreach (var b in data)
            crc = (ushort)((crc >> 8) ^ Table[(crc ^ b) & 0xFF]);
        return crc;
    }

    private static ushort Entry(int value)
    {
        var crc = value;
        for (var bit = 0; bit < 8; bit++)
            crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xA001;
        return (ushort)crc;
    }
}
