using SmartBlocks.Energy;
using SmartBlocks.Storage.Sql;

namespace SmartBlocks.Storage.Tests.Sql;

public sealed class HourBlockTests
{
    const long Start = 1484 * HourBlock.Seconds;

    [Fact]
    public void A_plain_fortnight_takes_three_bytes_an_hour()
    {
        var fortnight = Enumerable.Range(0, HourBlock.Hours).Select(i => Hour(i, 12.345m + i * 0.1m)).ToArray();
        var bytes = HourBlock.Pack(Start, fortnight);
        bytes.Length.ShouldBeLessThan(3 * HourBlock.Hours + 60);
        Unpack(bytes).ShouldBe(fortnight);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_is_packed_comes_out_as_it_went_in(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var hours = Enumerable.Range(0, HourBlock.Hours).Where(_ => random.Next(3) > 0).Select(i => Any(random, i, round)).ToArray();
            Unpack(HourBlock.Pack(Start, hours)).ShouldBe(hours);
        }
    }

    [Fact]
    public void An_hour_of_another_block_is_refused() =>
        Should.Throw<ArgumentException>(() => HourBlock.Pack(Start, [Hour(HourBlock.Hours, 1m)]));

    [Fact]
    public void Bytes_that_are_no_block_are_refused_and_never_read_past_their_end()
    {
        var good = HourBlock.Pack(Start, [.. Enumerable.Range(0, HourBlock.Hours).Select(i => Hour(i, i) with { Seconds = (ushort)(1800 + i) })]);
        for (var length = 0; length < good.Length; length++)
            Should.Throw<InvalidDataException>(() => Unpack(good[..length]));
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var damaged = (byte[])good.Clone();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                Unpack(damaged).Length.ShouldBeLessThanOrEqualTo(HourBlock.Hours);
            }
            catch (InvalidDataException)
            {
                continue;
            }
        }
    }

    static MeteredHour[] Unpack(byte[] bytes)
    {
        var hours = new MeteredHour[HourBlock.Hours];
        return hours[..HourBlock.Unpack(Start, bytes, hours)];
    }

    static MeteredHour Hour(int place, decimal value) => new(Start + place * 3600L, value, 3600, count: 4, peak: value);

    static MeteredHour Any(Random random, int place, int round)
    {
        var value = (round % 4) switch
        {
            0 => random.Next(-1_000_000, 1_000_000) / 1000m,
            1 => random.NextInt64(-999_999_999_999_999_999, 999_999_999_999_999_999) / 1_000_000_000m,
            2 => random.NextInt64(999_999_999_999_999_999) + random.Next(1_000_000_000) / 1_000_000_000m,
            _ => 0m,
        };
        return new(Start + place * 3600L, value, random.Next(3601), random.Next(3601), random.Next(3601), random.Next(3601), random.Next(61), value + random.Next(3) / 8m);
    }
}
