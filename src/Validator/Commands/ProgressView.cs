using System.Diagnostics;
using System.Globalization;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Verification;
using Spectre.Console;

namespace SmartBlocks.Validator.Commands;

/// <summary>Shows how far a verification is, and how fast it goes, while it runs.</summary>
public static class ProgressView
{
    /// <summary>Runs a verification under a progress line.</summary>
    /// <param name="console">Where to show it.</param>
    /// <param name="name">What is verified.</param>
    /// <param name="height">The last block's number where it is known; it makes the bar meaningful.</param>
    /// <param name="work">The verification.</param>
    public static Task<CheckResult> RunAsync(
        IAnsiConsole console, string name, long? height, Func<IProgress<VerificationProgress>, Task<CheckResult>> work) =>
        console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new SpinnerColumn())
            .StartAsync(context =>
        {
            var bar = context.AddTask(Markup.Escape(name), maxValue: (height ?? 0) + 1);
            bar.IsIndeterminate = height is null;
            return work(new Meter(bar, Markup.Escape(name)));
        });

    sealed class Meter(ProgressTask bar, string name) : IProgress<VerificationProgress>
    {
        readonly Stopwatch clock = Stopwatch.StartNew();
        TimeSpan shown = TimeSpan.MinValue;

        // Called after every block, some thousand times a second: the terminal is told ten times a second.
        public void Report(VerificationProgress value)
        {
            var now = clock.Elapsed;
            if (shown != TimeSpan.MinValue && now - shown < TimeSpan.FromMilliseconds(100)) return;
            shown = now;
            bar.Value = value.Blocks;
            var rate = value.Transactions / Math.Max(now.TotalSeconds, 0.001);
            bar.Description = string.Create(CultureInfo.InvariantCulture,
                $"{name}: {value.Blocks:#,0} blocks, {value.Transactions:#,0} transactions, {rate:#,0}/s");
        }
    }
}
