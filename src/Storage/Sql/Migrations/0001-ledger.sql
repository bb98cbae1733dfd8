-- Ledgers: one row a block, its transactions packed in one body, the state-node log in chunks, the history's hash tiles.

CREATE TABLE blocks (
    ledger         {text}   NOT NULL,
    number         {bigint} NOT NULL,
    id             {text}   NOT NULL,
    previous       {text}   NOT NULL,
    time           {bigint} NOT NULL,
    first_index    {bigint} NOT NULL,
    count          {bigint} NOT NULL,
    nodes_start    {bigint} NOT NULL,
    nodes_length   {bigint} NOT NULL,
    state_position {bigint} NOT NULL,
    jws            {blob}   NOT NULL,
    PRIMARY KEY (ledger, number)
);
CREATE UNIQUE INDEX blocks_id ON blocks (ledger, id);
CREATE INDEX blocks_first_index ON blocks (ledger, first_index, number);

-- entries: C2SP tlog-tiles entry bundle (each entry a big-endian uint16 length and its bytes); seals: JSON.
CREATE TABLE bodies (
    ledger  {text}   NOT NULL,
    number  {bigint} NOT NULL,
    entries {blob}   NOT NULL,
    seals   {text}   NOT NULL,
    PRIMARY KEY (ledger, number)
);

-- Batches of more than one transaction.
CREATE TABLE batches (
    ledger {text}   NOT NULL,
    id     {text}   NOT NULL,
    number {bigint} NOT NULL,
    first  {bigint} NOT NULL,
    count  {bigint} NOT NULL,
    PRIMARY KEY (ledger, id)
) {clustered};

CREATE TABLE nodes (
    ledger {text}   NOT NULL,
    start  {bigint} NOT NULL,
    bytes  {blob}   NOT NULL,
    PRIMARY KEY (ledger, start)
);

CREATE TABLE tiles (
    ledger {text}   NOT NULL,
    level  {bigint} NOT NULL,
    tile   {bigint} NOT NULL,
    hashes {blob}   NOT NULL,
    PRIMARY KEY (ledger, level, tile)
);

-- The index of transaction ids: sorted runs of pages, merged as they grow (see Sql/Transactions/TransactionIndex.cs).
-- state: 0 being built, 1 live while the runs it replaces are being removed, 2 live; done: pages built or cleaned so far.
CREATE TABLE transaction_runs (
    ledger {text}   NOT NULL,
    level  {bigint} NOT NULL,
    first  {bigint} NOT NULL,
    count  {bigint} NOT NULL,
    state  {bigint} NOT NULL,
    done   {bigint} NOT NULL,
    PRIMARY KEY (ledger, level, first)
) {clustered};

CREATE TABLE transaction_pages (
    ledger  {text}   NOT NULL,
    level   {bigint} NOT NULL,
    page    {bigint} NOT NULL,
    first   {bigint} NOT NULL,
    entries {blob}   NOT NULL,
    PRIMARY KEY (ledger, level, page, first)
);

-- Bloom filters of the pages of a run, for several pages from page on.
CREATE TABLE transaction_filters (
    ledger {text}   NOT NULL,
    level  {bigint} NOT NULL,
    page   {bigint} NOT NULL,
    first  {bigint} NOT NULL,
    bits   {blob}   NOT NULL,
    PRIMARY KEY (ledger, level, page, first)
);
