using System.Collections.Immutable;

namespace SmartBlocks.Energy;

/// <summary>Hours that follow each other at one rate.</summary>
/// <param name="First">The first of them.</param>
/// <param name="End">The hour after the last.</param>
/// <param name="Rate">Which of <see cref="TariffHours.Rates"/>; −1 where no tariff is in force.</param>
public readonly record struct TariffRun(int First, int End, int Rate);

/// <summary>What an hour's energy costs, hour by hour: the tariff in force on its local day and the rate by its local clock. An hour in which the rate changes costs the mean of its quarters' rates: what is counted is
/// known by the hour, and nothing says how much of it fell into which quarter.</summary>
public sealed class TariffHours
{
    private readonly Tariff?[] tariffs;
    private readonly TariffRate?[] rates;

    private TariffHours(Tariff?[] tariffs, TariffRate?[] rates)
    {
        (this.tariffs, this.rates) = (tariffs, rates);
        var found = ImmutableArray.CreateBuilder<(Tariff Tariff, TariffRate Rate)>();
        var runs = ImmutableArray.CreateBuilder<TariffRun>();
        for (var at = 0; at < rates.Length;)
        {
            var (tariff, rate, first) = (tariffs[at], rates[at], at);
            while (at < rates.Length && ReferenceEquals(rates[at], rate) && ReferenceEquals(tariffs[at], tariff))
                at++;
            runs.Add(new(first, at, tariff is null || rate is null ? -1 : PlaceOf(found, tariff, rate)));
        }
        (Rates, Runs) = (found.ToImmutable(), runs.ToImmutable());
    }

    /// <summary>The rates that apply in some of the hours, each with its tariff.</summary>
    public ImmutableArray<(Tariff Tariff, TariffRate Rate)> Rates { get; }

    /// <summary>All hours in runs of one rate, in order.</summary>
    public ImmutableArray<TariffRun> Runs { get; }

    /// <summary>Whether any hour has a tariff.</summary>
    public bool Any { get; private init; }

    /// <summary>The tariff of an hour, or null.</summary>
    public Tariff? TariffAt(int hour) => tariffs[hour];

    /// <summary>The rate of an hour, or null; it is one of its tariff's, or the mean of several.</summary>
    public TariffRate? RateAt(int hour) => rates[hour];

    /// <summary>Looks the hours up.</summary>
    /// <param name="book">The tariffs.</param>
    /// <param name="commodity">Of what.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="calendar">The site's clock. An hour that the clock shows twice has its rate twice.</param>
    /// <param name="start">Start of the first hour, Unix seconds.</param>
    /// <param name="count">Number of hours.</param>
    public static TariffHours Of(TariffBook book, Commodity commodity, Direction direction, SiteCalendar calendar, long start, int count)
    {
        var tariffs = new Tariff?[count];
        var rates = new TariffRate?[count];
        Tariff? tariff = null;
        var day = DateOnly.MinValue;
        var (any, quarters) = (false, false);
        var means = new Dictionary<(TariffRate, TariffRate, TariffRate, TariffRate), TariffRate>();
        for (var i = 0; i < count; i++)
        {
            var hour = DateTimeOffset.FromUnixTimeSeconds(start + (long)i * MeteredHour.Length);
            var clock = calendar.ClockOf(hour);
            if (DateOnly.FromDateTime(clock) is var today && today != day)
            {
                (day, tariff) = (today, book.At(commodity, direction, today));
                quarters = tariff?.ChangesOnQuarters ?? false;
            }
            if (tariff is null)
                continue;
            any = true;
            (tariffs[i], rates[i]) = (tariff, quarters || (clock - hour.UtcDateTime).Minutes != 0 ? MeanOf(tariff, calendar, hour, means) : tariff.RateAt(clock));
        }
        return new TariffHours(tariffs, rates) { Any = any };
    }

    private static TariffRate MeanOf(
        Tariff tariff, SiteCalendar calendar, DateTimeOffset hour, Dictionary<(TariffRate, TariffRate, TariffRate, TariffRate), TariffRate> means)
    {
        TariffRate Quarter(int quarter) => tariff.RateAt(calendar.ClockOf(hour.AddMinutes(15 * quarter)));
        var (first, second, third, fourth) = (Quarter(0), Quarter(1), Quarter(2), Quarter(3));
        if (ReferenceEquals(first, second) && ReferenceEquals(second, third) && ReferenceEquals(third, fourth))
            return first;
        // One object for one mix, so that its hours are added up together.
        if (!means.TryGetValue((first, second, third, fourth), out var mean))
            means[(first, second, third, fourth)] = mean = new TariffRate($"{first.Name}, {fourth.Name}", (first.Price + second.Price + third.Price + fourth.Price) / 4);
        return mean;
    }

    private static int PlaceOf(ImmutableArray<(Tariff Tariff, TariffRate Rate)>.Builder found, Tariff tariff, TariffRate rate)
    {
        for (var i = 0; i < found.Count; i++)
        {
            if (ReferenceEquals(found[i].Tariff, tariff) && ReferenceEquals(found[i].Rate, rate))
                return i;
        }
        found.Add((tariff, rate));
        return found.Count - 1;
    }
}
