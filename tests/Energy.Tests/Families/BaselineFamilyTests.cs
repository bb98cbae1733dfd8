using System.Text;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Families;

public sealed class BaselineFamilyTests
{
    private static readonly DateTimeOffset from = TestLedger.At("2026-08-01T00:00:00Z");
    private static readonly DateTimeOffset to = TestLedger.At("2026-11-01T00:00:00Z");

    private readonly TestLedger ledger = TestLedger.WithMeters();

    public BaselineFamilyTests() => Fill(from, TestLedger.At("2026-11-20T00:00:00Z"));

    [Theory]
    [InlineData(BaselineMethod.Daily)]
    [InlineData(BaselineMethod.Hourly)]
    public void A_fitted_baseline_is_recomputed_and_recorded_as_it_is(BaselineMethod method)
    {
        var payload = Fit(method);
        ledger.Accept(BaselinePayload.Family, payload.ToJson(), TestLedger.OperatorKey, Roles.Operator);

        var recorded = ledger.State.Baseline("main", "before-pump")!;
        recorded.ShouldBe(payload);
        recorded.Model.ToJson().ShouldBe(payload.Result);
        payload.ToJson().Length.ShouldBeLessThan(48_000);
        Code(payload).ShouldBe("baseline.exists");
    }

    [Fact]
    public void A_daily_baseline_finds_the_heating_that_was_put_in()
    {
        var model = Fit(BaselineMethod.Daily).Model.Daily!.Model!;
        // 0.2 kWh an hour for each °C are 4.8 kWh a day, 2.667 for each °F.
        model.HeatingSlope.ShouldBe(2.667m, 0.1m);
        model.Intercept.ShouldBe(96, 3);
        model.HeatingBalancePoint!.Value.ShouldBeInRange(57, 61);
    }

    [Fact]
    public void Any_digit_that_does_not_follow_from_the_data_is_refused_by_name()
    {
        var payload = Fit(BaselineMethod.Daily);
        var model = payload.Model.Daily!.Model!;
        var digit = payload with { Result = payload.Result.Replace($"\"intercept\":\"{DecimalText.Format(model.Intercept)}\"", "\"intercept\":\"95\"", StringComparison.Ordinal) };

        var why = Apply(digit)!;
        why.Code.ShouldBe("baseline.result");
        why.Field.ShouldBe("result.model.intercept");
        why.Detail.ShouldContain(DecimalText.Format(model.Intercept));
        Code(payload with { Data = new string('A', 43) }).ShouldBe("baseline.data");
        Code(payload with { Result = "{ " + payload.Result[1..] }).ShouldBe("baseline.result");
        Code(payload with { Result = "{}" }).ShouldBe("baseline.result");
        Code(payload with { To = to.AddDays(1) }).ShouldBe("baseline.data");
        Code(payload with { From = from.AddDays(-400) }).ShouldBe("baseline.range");
        Code(payload with { From = from.AddHours(1) }).ShouldBe("baseline.range");
        Code(payload with { Meter = "gas" }).ShouldBe("kind.mismatch");
        Code(payload).ShouldBeNull();
    }

    [Fact]
    public void A_reading_corrected_later_changes_the_digest_for_the_next_baseline_and_not_the_one_on_record()
    {
        var before = Fit(BaselineMethod.Daily);
        ledger.Accept(BaselinePayload.Family, before.ToJson(), TestLedger.OperatorKey, Roles.Operator);
        ledger.Accept(CorrectionPayload.Family, new CorrectionPayload("main", from, 3600, [40m], "read again").ToJson(), TestLedger.OperatorKey, Roles.Operator);

        ledger.State.Baseline("main", "before-pump")!.ShouldBe(before);
        Fit(BaselineMethod.Daily).Data.ShouldNotBe(before.Data);
    }

    [Fact]
    public void Without_weather_there_is_no_baseline()
    {
        BaselinePayload.TryFit(ledger.State, "early", ledger.State.Meter("cell")!, BaselineMethod.Daily, from, to, out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe("baseline.noModel");
    }

    [Fact]
    public void Savings_follow_from_the_record_with_its_adjustments()
    {
        var payload = Fit(BaselineMethod.Daily);
        ledger.Accept(BaselinePayload.Family, payload.ToJson(), TestLedger.OperatorKey, Roles.Operator);
        var meter = ledger.State.Meter("main")!;
        var (start, end) = (to, to.AddDays(19));
        var plain = ledger.State.Savings(meter, payload, start, end);
        plain.Periods.Length.ShouldBe(19);

        ledger.Accept(AdjustmentPayload.Family, Adjustment("wing", 24).ToJson(), TestLedger.OperatorKey, Roles.Operator);
        var adjusted = ledger.State.Savings(meter, payload, start, end);

        adjusted.AdjustedBaseline.ShouldBe(plain.AdjustedBaseline + 24 * 2);
        adjusted.Adjustments.Single().Reason.ShouldBe("A wing was opened");
        ledger.Apply(AdjustmentPayload.Family, Adjustment("wing", 24).ToJson(), TestLedger.OperatorKey, Roles.Operator)!.Code.ShouldBe("adjustment.exists");
        ledger.Apply(AdjustmentPayload.Family, (Adjustment("x", 1) with { Baseline = "none" }).ToJson(), TestLedger.OperatorKey, Roles.Operator)!.Code.ShouldBe("baseline.unknown");
        ledger.Apply(AdjustmentPayload.Family, (Adjustment("x", 1) with { Reason = "  " }).ToJson(), TestLedger.OperatorKey, Roles.Operator)!.Code.ShouldBe("adjustment.reason");
        ledger.Apply(AdjustmentPayload.Family, (Adjustment("x", 1) with { Until = to }).ToJson(), TestLedger.OperatorKey, Roles.Operator)!.Code.ShouldBe("adjustment.range");
    }

    private static AdjustmentPayload Adjustment(string name, decimal energy) =>
        new(name, "main", "before-pump", to.AddDays(2), to.AddDays(4), energy, "A wing was opened");

    private BaselinePayload Fit(BaselineMethod method)
    {
        BaselinePayload.TryFit(ledger.State, "before-pump", ledger.State.Meter("main")!, method, from, to, out var payload, out var why).ShouldBeTrue(why?.Detail);
        return payload;
    }

    private Rejection? Apply(BaselinePayload payload) => ledger.Apply(BaselinePayload.Family, Encoding.UTF8.GetString(payload.ToJson()), TestLedger.OperatorKey, Roles.Operator);

    private string? Code(BaselinePayload payload) => Apply(payload)?.Code;

    /// <summary>Hours that use 4 kWh, and 0.2 kWh more for each °C below 15; colder from day to day, with a little of what looks like chance.</summary>
    private void Fill(DateTimeOffset start, DateTimeOffset end)
    {
        for (var day = start; day < end; day = day.AddDays(1))
        {
            var number = (int)(day - start).TotalDays;
            var degrees = Enumerable.Range(0, 24).Select(hour => 20m - number * 0.16m + (number * 7 % 5) - 2 + Math.Abs(hour - 12) * -0.25m).ToArray();
            var daily = 15m - degrees.Average();
            ledger.Accept(
                WeatherPayload.Family, new WeatherPayload("nimbus", WeatherQuantity.Temperature, day, 3600, [.. degrees]).ToJson(), TestLedger.OperatorKey, Roles.Operator);
            ledger.Accept(new IntervalPayload("main", day, 3600, [.. degrees.Select((_, hour) => decimal.Round(4 + 0.2m * Math.Max(0, daily) + (hour * 13 + number * 7) % 11 * 0.02m - 0.1m, 3))]));
        }
    }
}
