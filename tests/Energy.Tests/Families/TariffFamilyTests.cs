using System.Text;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Families;

public sealed class TariffFamilyTests
{
    private const string Night =
        """{"op":"define","site":"nimbus","name":"Day and night","commodity":"electricity","direction":"import","unit":"kWh","currency":"EUR","from":"2026-01-01","rates":[{"name":"night","price":"0.12","hours":"23-8"},{"name":"day","price":"0.3"}],"standingPerDay":"0.6"}""";

    private readonly TestLedger ledger = TestLedger.WithMeters();

    [Fact]
    public void The_newest_tariff_of_a_day_counts_and_the_sites_own_before_the_ledgers()
    {
        Apply(Night).ShouldBeNull();
        Apply(Night.Replace("2026-01-01", "2026-07-01", StringComparison.Ordinal).Replace("0.3", "0.25", StringComparison.Ordinal)).ShouldBeNull();
        Apply(Night.Replace("\"site\":\"nimbus\",", "", StringComparison.Ordinal).Replace("2026-01-01", "2020-01-01", StringComparison.Ordinal)).ShouldBeNull();
        var book = TariffBook.Read(ledger.State, "nimbus");
        At(book, "2026-06-30")!.Rates[^1].Price.ShouldBe(0.3m);
        At(book, "2026-07-01")!.Rates[^1].Price.ShouldBe(0.25m);
        At(book, "2025-12-31")!.Site.ShouldBeNull();
        At(book, "2019-12-31").ShouldBeNull();
        At(TariffBook.Read(ledger.State, "other"), "2026-07-01")!.From.ShouldBe(new DateOnly(2020, 1, 1));
        Encoding.UTF8.GetString(book.Own[0].ToJson()).ShouldBe(Night);
    }

    [Fact]
    public void A_tariff_is_said_anew_or_taken_back()
    {
        Apply(Night).ShouldBeNull();
        Apply(Night.Replace("0.3", "0.31", StringComparison.Ordinal)).ShouldBeNull();
        TariffBook.ReadScope(ledger.State, "nimbus").ShouldHaveSingleItem().Rates[^1].Price.ShouldBe(0.31m);
        var removal = Encoding.UTF8.GetString(Tariff.Removal("nimbus", Commodity.Electricity, Direction.Import, new DateOnly(2026, 1, 1)));
        Apply(removal).ShouldBeNull();
        Apply(removal)!.Code.ShouldBe("tariff.unknown");
        TariffBook.ReadScope(ledger.State, "nimbus").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"import\"", "\"storage\"", "tariff.direction")]
    [InlineData("\"kWh\"", "\"m3\"", "unit.mismatch")]
    [InlineData("EUR", "eur", "tariff.currency")]
    [InlineData("\"nimbus\"", "\"nowhere\"", "site.unknown")]
    [InlineData("2026-01-01", "2026-02-30", "time.form")]
    [InlineData("23-8", "23-23", "tariff.range")]
    [InlineData("23-8", "24-8", "tariff.range")]
    [InlineData("23-8", "08-9", "tariff.range")]
    [InlineData("\"hours\":\"23-8\"", "\"days\":\"mon-fry\"", "tariff.range")]
    [InlineData("\"hours\":\"23-8\"", "\"months\":\"0-3\"", "tariff.range")]
    [InlineData("{\"name\":\"day\",\"price\":\"0.3\"}", "{\"name\":\"day\",\"price\":\"0.3\",\"days\":\"mon\"}", "tariff.rates")]
    [InlineData("\"standingPerDay\":\"0.6\"", "\"standingPerDay\":\"-1\"", "reading.negative")]
    public void What_is_wrong_is_named(string instead, string of, string code) => Apply(Night.Replace(instead, of, StringComparison.Ordinal))!.Code.ShouldBe(code);

    [Fact]
    public void Demand_is_charged_for_imported_electricity_alone() => Apply(
        """{"op":"define","name":"Gas","commodity":"gas","direction":"import","unit":"m3","currency":"EUR","from":"2026-01-01","rates":[{"name":"all","price":"1"}],"demandPerKwMonth":"3"}""")!
        .Code.ShouldBe("tariff.demand");

    [Fact]
    public void Only_an_operator_sets_it() => ledger.Apply(Tariff.Family, Night, TestLedger.DeviceKey, Roles.Device)!.Code.ShouldBe("key.role");

    private static Tariff? At(TariffBook book, string day) => book.At(Commodity.Electricity, Direction.Import, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));

    private Rejection? Apply(string json) => ledger.Apply(Tariff.Family, json, TestLedger.OperatorKey, Roles.Operator);
}
