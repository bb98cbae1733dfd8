-- The read model of metered values, derived from the ledgers. Decimals are exact: a whole part and billionths of the same sign.

CREATE TABLE readings (
    ledger      {text}   NOT NULL,
    meter       {text}   NOT NULL,
    start       {bigint} NOT NULL,
    seconds     {bigint} NOT NULL,
    value_whole {bigint} NOT NULL,
    value_nano  {bigint} NOT NULL,
    delta_whole {bigint} NOT NULL,
    delta_nano  {bigint} NOT NULL,
    quality     {text}   NOT NULL,
    tx          {text}   NOT NULL,
    block       {bigint} NOT NULL,
    PRIMARY KEY (ledger, meter, start)
) {clustered};

CREATE TABLE reading_cursors (
    ledger {text}   NOT NULL PRIMARY KEY,
    block  {bigint} NOT NULL
);
