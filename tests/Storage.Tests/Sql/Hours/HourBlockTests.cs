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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Columns_say_the_same_and_a_place_without_an_hour_has_nothing(int seed)
    {
        var random = new Random(seed);
        var columns = new HourColumns(HourBlock.Hours);
        var narrow = 0;
        for (var round = 0; round < 400; round++)
        {
            var gaps = random.Next(1, 400);
            var plain = random.Next(2) == 0;
            var hours = Enumerable.Range(0, HourBlock.Hours).Where(_ => random.Next(gaps) > 0).Select(i => plain
                ? Hour(i, random.Next(-30, 400_000) / 1000m) : Any(random, i, round) with { Seconds = (ushort)random.Next(1, 3601) }).ToArray();
            if (!HourBlock.TryUnpack(Start, HourBlock.Pack(Start, hours), columns))
            {
                (plain, round % 4).ShouldBeOneOf((false, 1), (false, 2));
                continue;
            }
            narrow++;
            var known = hours.ToDictionary(h => (int)((h.Start - Start) / 3600));
            for (var i = 0; i < HourBlock.Hours; i++)
            {
                var hour = known.GetValueOrDefault(i);
                ((Int128)columns.Values[i], (int)columns.Covered[i]).ShouldBe((hour.ValueBillionths, hour.Seconds));
                ((Int128)(columns.HasPeaks ? columns.Peaks[i] : columns.Values[i])).ShouldBe(hour.PeakBillionths);
                (columns.Altered ? (columns.Estimated[i], columns.Corrected[i]) : ((short)0, (short)0)).ShouldBe(((short)hour.Estimated, (short)hour.Corrected));
                Math.Max(Math.Abs(columns.Values[i]), (long)Int128.Abs(hour.PeakBillionths)).ShouldBeLessThanOrEqualTo(columns.Highest);
            }
        }
        narrow.ShouldBeGreaterThan(200);
    }

    [Fact]
    public void An_hour_of_another_block_is_refused() =>
        Should.Throw<ArgumentException>(() => HourBlock.Pack(Start, [Hour(HourBlock.Hours, 1m)]));

    [Fact]
    public void Bytes_that_are_no_block_are_refused_and_never_read_past_their_end()
    {
        var good = HourBlock.Pack(Start, [.. Enumerable.Range(0, HourBlock.Hours).Select(i => Hour(i, i) with { Seconds = (ushort)(1800 + i) })]);
        var columns = new HourColumns(HourBlock.Hours);
        for (var length = 0; length < good.Length; length++)
        {
            Should.Throw<InvalidDataException>(() => Unpack(good[..length]));
            Should.Throw<InvalidDataException>(() => HourBlock.TryUnpack(Start, good.AsSpan(0, length), columns));
        }
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var damaged = (byte[])good.Clone();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                HourBlock.TryUnpack(Start, damaged, columns);
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
