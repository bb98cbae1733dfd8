namespace Orleans.Core
{
    /// <summary>What a grain does with a piece of stored state.</summary>
    public interface IStorage
    {
        /// <summary>The version read or written last, null when the store has none.</summary>
        string? Etag { get; }

        /// <summary>Whether the store has it.</summary>
        bool RecordExists { get; }

        /// <summary>Removes it from the store.</summary>
        /// <exception cref="Storage.InconsistentStateException">The store has another version.</exception>
        Task ClearStateAsync();

        /// <summary>Writes it to the store.</summary>
        /// <exception cref="Storage.InconsistentStateException">The store has another version.</exception>
        Task WriteStateAsync();

        /// <summary>Reads it from the store.</summary>
        Task ReadStateAsync();

        /// <inheritdoc cref="ClearStateAsync()"/>
        Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

        /// <inheritdoc cref="WriteStateAsync()"/>
        Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

        /// <inheritdoc cref="ReadStateAsync()"/>
        Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
    }

    /// <summary>What a grain does with a piece of stored state.</summary>
    public interface IStorage<TState> : IStorage
    {
        /// <summary>The state; never null: empty when the store has none.</summary>
        TState State { get; set; }
    }
}

namespace Orleans.Runtime
{
    /// <summary>A piece of a grain's stored state, read before the grain is activated.</summary>
    public interface IPersistentState<TState> : Core.IStorage<TState>;

    /// <summary>Names a constructor parameter of type <see cref="IPersistentState{TState}"/> in the store.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public class PersistentStateAttribute : Attribute
    {
        /// <summary>Names the state, and the store when it is not the default one.</summary>
        public PersistentStateAttribute(string stateName, string? storageName = null)
        {
            ArgumentNullException.ThrowIfNull(stateName);
            (StateName, StorageName) = (stateName, storageName);
        }

        /// <summary>The state's name, unique within the grain class.</summary>
        public string StateName { get; }

        /// <summary>The store's name, null for the default one.</summary>
        public string? StorageName { get; }
    }
}
