-- Transactions whose bytes were dropped under a retention transaction, by block: JSON of offset, id, leaf hash and the transaction that let them be dropped.

ALTER TABLE bodies ADD COLUMN dropped {text} DEFAULT '[]' NOT NULL;
