namespace SmartBlocks.Energy.Forecasts;

/// <summary>A weather forecast on the ledger (<see cref="WeatherForecastPayload"/>) that another forecast stands on; the site is the meter's.</summary>
/// <param name="Quantity">Which series.</param>
/// <param name="Issued">When it was issued, which tells it from the others of the series.</param>
public readonly record struct WeatherReference(WeatherQuantity Quantity, DateTimeOffset Issued);
