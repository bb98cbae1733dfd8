# What eemeter gives for its own samples, a JSON line each: parameters and savings, and the processor time of the fit (design matrix and model, the fastest of the runs).
import json, os, sys, time, warnings
warnings.simplefilter("ignore")
checkout, folder, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
sys.path.insert(0, checkout)
import pandas as pd
import eemeter

END, START = pd.Timestamp("2016-12-26", tz="UTC"), pd.Timestamp("2017-01-04", tz="UTC")


def meter(path, freq):
    return eemeter.meter_data_from_csv(path, gzipped=True, freq=freq)


def daily(baseline, temperature, gas):
    design = eemeter.create_caltrack_daily_design_matrix(baseline, temperature)
    return eemeter.fit_caltrack_usage_per_day_model(design, fit_cdd=not gas)


def billing(baseline, temperature, gas):
    design = eemeter.create_caltrack_billing_design_matrix(baseline, temperature)
    return eemeter.fit_caltrack_usage_per_day_model(design, fit_cdd=not gas, use_billing_presets=True, weights_col="n_days_kept")


def hourly(baseline, temperature, gas):
    preliminary = eemeter.create_caltrack_hourly_preliminary_design_matrix(baseline, temperature)
    segments = eemeter.segment_time_series(preliminary.index, "three_month_weighted")
    occupancy = eemeter.estimate_hour_of_week_occupancy(preliminary, segmentation=segments)
    occupied, unoccupied = eemeter.fit_temperature_bins(preliminary, segmentation=segments, occupancy_lookup=occupancy)
    designs = eemeter.create_caltrack_hourly_segmented_design_matrices(preliminary, segments, occupancy, occupied, unoccupied)
    return eemeter.fit_caltrack_hourly_model(designs, occupancy, occupied, unoccupied)


temperature = eemeter.temperature_data_from_csv(os.path.join(folder, "il-tempF.csv.gz"), gzipped=True, freq="hourly")
for name in sorted(os.listdir(folder)):
    if not name.startswith("il-") or not name.endswith("ly.csv.gz"):
        continue
    sample = name[: -len(".csv.gz")]
    gas = "gas" in sample
    fit, freq = (hourly, "hourly") if sample.endswith("hourly") else (daily, "daily") if sample.endswith("daily") else (billing, None)
    data = meter(os.path.join(folder, name), freq)
    baseline, _ = eemeter.get_baseline_data(data, end=END, max_days=365)
    fastest = None
    for _ in range(runs):
        begin = time.process_time()
        model = fit(baseline, temperature, gas)
        took = 1000 * (time.process_time() - begin)
        fastest = took if fastest is None else min(fastest, took)
    reporting, _ = eemeter.get_reporting_data(data, start=START, max_days=365)
    savings, bands = eemeter.metered_savings(model, reporting, temperature)
    figures = {"saved": float(savings.metered_savings.sum())}
    if fit is not hourly:
        parameters = model.model.model_params
        figures["intercept"] = parameters["intercept"]
        for kind in ("hdd", "cdd"):
            figures[kind + "Slope"] = parameters.get("beta_" + kind, 0.0)
            balance = {"hdd": "heating", "cdd": "cooling"}[kind] + "_balance_point"
            figures[kind + "BalancePoint"] = parameters.get(balance) or 0.0
        figures["fsu"] = float(bands["FSU Error Band"])
    print(json.dumps({"sample": sample, "milliseconds": fastest, "figures": figures}), flush=True)
