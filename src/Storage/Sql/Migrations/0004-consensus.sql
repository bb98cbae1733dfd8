-- What the host of a ledger bound itself to while validators agree on a block, and proofs that keys contradicted themselves.

CREATE TABLE proposals (
    ledger {text}   NOT NULL PRIMARY KEY,
    number {bigint} NOT NULL,
    round  {bigint} NOT NULL,
    frame  {blob}   NOT NULL
);

CREATE TABLE evidence (
    ledger   {text}   NOT NULL,
    number   {bigint} NOT NULL,
    kid      {text}   NOT NULL,
    kind     {text}   NOT NULL,
    found_at {bigint} NOT NULL,
    file     {blob}   NOT NULL,
    PRIMARY KEY (ledger, number, kid, kind)
);
