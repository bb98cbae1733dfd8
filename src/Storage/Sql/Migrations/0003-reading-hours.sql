-- Hours rolled up from the readings: a fortnight of a meter in a row, packed (src/Storage/Sql/Hours/HourBlock.cs). Filled from what is there already.

CREATE TABLE reading_hours (
    ledger {text}   NOT NULL,
    meter  {text}   NOT NULL,
    start  {bigint} NOT NULL,
    hours  {blob}   NOT NULL,
    PRIMARY KEY (ledger, meter, start)
) {clustered};
