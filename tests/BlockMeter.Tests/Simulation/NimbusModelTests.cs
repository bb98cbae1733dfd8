using SmartBlocks.BlockMeter.Simulation;
using SmartBlocks.Energy;

namespace SmartBlocks.BlockMeter.Tests.Simulation;

public sealed class NimbusModelTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 9, 0, 0, 0, TimeSpan.Zero);
    private static readonly NimbusModel Model = new(7);

    [Fact]
    public void Every_balance_holds_to_the_last_digit_and_the_site_never_exports()
    {
        foreach (var slot in Model.Slots(Start, Start.AddDays(14), 900).Concat(Model.Slots(Start.AddMonths(-5), Start.AddMonths(-5).AddDays(7), 900)))
        {
            slot.Main.ShouldBe(slot.Load - slot.Chp - slot.Wind + slot.Battery);
            slot.Load.ShouldBe(slot.Hvac + slot.Lighting + slot.Plugs + slot.Other);
            slot.Heat.ShouldBe(slot.ChpHeat + slot.Boiler1 + slot.Boiler2);
            new[] { slot.Main, slot.Hvac, slot.Lighting, slot.Plugs, slot.Other, slot.Chp, slot.Wind, slot.ChpHeat, slot.Boiler1, slot.Boiler2 }.Min().ShouldBeGreaterThanOrEqualTo(0);
        }
    }

    [Fact]
    public void No_machine_gives_more_than_its_rating()
    {
        foreach (var slot in Model.Slots(Start, Start.AddDays(14), 900))
        {
            (slot.Chp * 4).ShouldBeLessThanOrEqualTo(50.01m);
            (slot.ChpHeat * 4).ShouldBeLessThanOrEqualTo(80.01m);
            (slot.Wind * 4).ShouldBeLessThanOrEqualTo(10.01m);
            (Math.Max(slot.Boiler1, slot.Boiler2) * 4).ShouldBeLessThanOrEqualTo(120.01m);
            Math.Abs(slot.Battery * 4).ShouldBeLessThanOrEqualTo(30.01m);
            slot.StoredKwh.ShouldBeInRange(0, 60);
        }
    }

    [Fact]
    public void Gas_goes_up_by_what_the_machines_burn()
    {
        var slots = Model.Slots(Start, Start.AddDays(7), 900).ToList();
        slots.Zip(slots.Skip(1)).ShouldAllBe(pair => pair.Second.GasRegister >= pair.First.GasRegister);
        var burnt = slots[^1].GasRegister - slots[0].GasRegister;
        var heat = slots.Skip(1).Sum(slot => slot.Boiler1 + slot.Boiler2) / 0.91m;
        var chp = slots.Skip(1).Sum(slot => slot.Chp) / 0.3385m;
        (burnt * 10.97m).ShouldBe(heat + chp, 1m);
    }

    [Fact]
    public void The_battery_gives_back_nine_tenths_of_what_it_took()
    {
        var slots = Model.Slots(Start, Start.AddDays(14), 900).ToList();
        var into = slots.Where(slot => slot.Battery > 0).Sum(slot => slot.Battery);
        var outOf = -slots.Where(slot => slot.Battery < 0).Sum(slot => slot.Battery);
        var stored = (decimal)(slots[^1].StoredKwh - slots[0].StoredKwh);
        into.ShouldBeGreaterThan(100);
        ((outOf + stored) / into).ShouldBe(0.9m, 0.04m);
    }

    [Fact]
    public void Weeks_and_seasons_show()
    {
        decimal Sum(DateTimeOffset from, int days, Func<NimbusSlot, decimal> what) => Model.Slots(from, from.AddDays(days), 3600).Sum(what);
        var monday = Start;
        (Sum(monday, 5, slot => slot.Load) / 5).ShouldBeGreaterThan(1.4m * Sum(monday.AddDays(5), 2, slot => slot.Load) / 2);
        Sum(new(2026, 1, 12, 0, 0, 0, TimeSpan.Zero), 7, slot => slot.Heat).ShouldBeGreaterThan(2 * Sum(new(2026, 7, 13, 0, 0, 0, TimeSpan.Zero), 7, slot => slot.Heat));
        Sum(Start, 14, slot => slot.Chp).ShouldBeGreaterThan(0);
        Sum(Start, 14, slot => slot.Wind).ShouldBeInRange(14 * 24 * 10 * 0.05m, 14 * 24 * 10 * 0.6m);
    }

    [Fact]
    public void People_come_by_the_local_clock()
    {
        // The same hour UTC on a Thursday before and after the clocks change on 25 October 2026.
        decimal Lighting(int day) => Model.Slot(new(2026, 10, day, 6, 30, 0, TimeSpan.Zero), 1800).Plugs;
        Lighting(22).ShouldBeGreaterThan(1.5m * Lighting(29));
    }

    [Fact]
    public void The_same_seed_gives_the_same_series_in_whatever_pieces_and_order()
    {
        var november = new DateOnly(2026, 11, 1);
        var (one, two) = (new NimbusModel(3, november), new NimbusModel(3, november));
        var late = one.Slot(Start.AddDays(3), 900);
        var early = one.Slot(Start, 3600);
        var minutes = two.Slots(Start, Start.AddHours(1), 60).ToList();
        minutes.Sum(slot => slot.Main).ShouldBe(early.Main);
        minutes.Sum(slot => slot.Battery).ShouldBe(early.Battery);
        minutes[^1].GasRegister.ShouldBe(early.GasRegister);
        two.Slot(Start.AddDays(3), 900).ShouldBe(late);
        new NimbusModel(4, november).Slot(Start, 3600).ShouldNotBe(early);
    }

    [Fact]
    public void Known_values_of_seed_1_stay_what_they_are()
    {
        var slot = new NimbusModel(1, new DateOnly(2026, 11, 1)).Slot(new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), 900);
        slot.Main.ShouldBe(slot.Load - slot.Chp - slot.Wind + slot.Battery);
        slot.Load.ShouldBe(18.5m, 1.5m);
        slot.Chp.ShouldBe(12.5m, 0.1m);
    }

    [Fact]
    public void What_the_model_cannot_answer_is_refused()
    {
        Should.Throw<ArgumentException>(() => Model.Slot(Start.AddSeconds(1), 60));
        Should.Throw<ArgumentException>(() => Model.Slot(Start, 90));
        Should.Throw<ArgumentException>(() => Model.Slot(new(2025, 12, 31, 0, 0, 0, TimeSpan.Zero), 900));
    }

    [Fact]
    public void The_meters_hang_together()
    {
        var known = new HashSet<string>();
        foreach (var meter in NimbusSite.Meters)
        {
            MeterPayload.TryParse(meter.ToJson(), out _, out var why).ShouldBeTrue(why?.Detail);
            if (meter.Parent is not null)
                known.ShouldContain(meter.Parent);
            known.Add(meter.Meter).ShouldBeTrue();
            Should.NotThrow(() => Model.Slot(Start, 900).Value(meter.Meter));
        }
        SitePayload.TryParse(NimbusSite.Site.ToJson(), out _, out _).ShouldBeTrue();
        Should.Throw<ArgumentException>(() => Model.Slot(Start, 900).Value("nobody"));
    }
}
