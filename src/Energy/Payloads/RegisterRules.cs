using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>What must hold between a register reading and the one before it.</summary>
internal static class RegisterRules
{
    /// <summary>Later, and never backwards: <c>reading.order</c>, <c>reading.backwards</c>.</summary>
    public static Rejection? CheckAfter(RegisterReading before, RegisterReading reading, string field)
    {
        if (reading.At <= before.At)
            return Reject.Because("reading.order", $"{field}.at", UtcTime.Format(reading.At), $"must be later than the reading before it, {UtcTime.Format(before.At)}");
        if (reading.Value < before.Value)
        {
            return Reject.Because(
                "reading.backwards", $"{field}.value", DecimalText.Format(reading.Value),
                $"register going backwards: it showed {DecimalText.Format(before.Value)} at {UtcTime.Format(before.At)}");
        }
        return null;
    }
}
