using Orleans.Runtime;

namespace Orleans;

/// <summary>Marks an interface as callable on a grain.</summary>
public interface IGrain : IAddressable;

/// <summary>A grain whose identity is a string.</summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>Marks an interface whose implementations a client or grain registers to be called back.</summary>
public interface IGrainObserver : IAddressable;

/// <summary>A grain that keeps reminders.</summary>
public interface IRemindable : IGrain
{
    /// <summary>Called when a reminder is due.</summary>
    Task ReceiveReminder(string reminderName, TickStatus status);
}
