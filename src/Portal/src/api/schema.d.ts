// Generated from docs/openapi.json by `npm run generate`: do not edit.
export interface paths {
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["currentSession"];
        put?: never;
        /** Sign in; sets the session cookie */
        post: operations["signIn"];
        /** Sign out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sites, ledgers and what needs attention, at a glance */
        get: operations["overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sites */
        get: operations["listSites"];
        put?: never;
        /** Register a site on a ledger */
        post: operations["registerSite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{site}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A site with its tree of meters */
        get: operations["getSite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{site}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Use and generation of every meter over local days, by hour, day or month */
        get: operations["siteUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{site}/gaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stretches without readings */
        get: operations["siteGaps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The meters */
        get: operations["listMeters"];
        put?: never;
        /** Register a meter and its device's key on the site's ledger */
        post: operations["registerMeter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{meter}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A meter with its newest reading */
        get: operations["getMeter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{meter}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make an account for the meter's device; the token is shown once */
        post: operations["issueCredentials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{meter}/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Readings over a range: raw (paged), or summed by hour, day or month of the site's time; CSV with Accept: text/csv or format=csv */
        get: operations["listReadings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ingest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring readings to the ledger: signed transactions (application/jose, application/json), SenML, DSMR P1, OCMF or CSV
         * @description | Content-Type | payload | meter |
         *     |---|---|---|
         *     | application/jose | one signed transaction, compact JWS | from the payload |
         *     | application/json | a batch, or an array of batches or compact JWS | from the payload |
         *     | application/senml+json | SenML (RFC 8428), attested by the gateway | `?meter=` |
         *     | text/plain;format=p1 | DSMR P1 telegram, attested by the gateway | `?meter=` |
         *     | text/plain;format=ocmf | OCMF record, kept verbatim | `?meter=` |
         *     | text/csv | CSV history, attested by the gateway | `?meter=` |
         */
        post: operations["ingest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public key that this host signs with for the caller's tenant: hand it to who invites you to a ledger */
        get: operations["hostedKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/log/witnesses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The witnesses of the ledger's transparency log, and what each has cosigned last */
        get: operations["logWitnesses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every block with its batches, one JSON object a line, up to the newest at the time of asking */
        get: operations["exportLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/snapshots/{height}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The state after a block, which whoever reads it verifies against the block: sb-snapshot/1, one JSON object a line */
        get: operations["getSnapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds anything by its id, and sites, meters and ledgers by name */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{site}/kpis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Energy, peak, load factor, self-consumption, CO₂ and cost of a site over local days, each with how much of it was measured; CSV with format=csv */
        get: operations["siteKpis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{site}/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a site's energy comes from and goes to, as nodes and links, with what is unaccounted for; CSV with format=csv */
        get: operations["siteFlows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portfolio/kpis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same figures of every site and of all together; CSV with format=csv, all sites */
        get: operations["portfolioKpis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What somebody should look at, newest first */
        get: operations["listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{ledger}/{id}/acknowledgement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that an alert was seen, and what is done about it */
        post: operations["acknowledgeAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{meter}/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much of a meter's record was measured, day by day, and what may be wrong with it */
        get: operations["meterQuality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{site}/virtual-meters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The virtual meters of a site */
        get: operations["listVirtualMeters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/virtual-meters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Define a virtual meter, or define it anew */
        post: operations["defineVirtualMeter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/virtual-meters/{meter}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A virtual meter, and the meters it comes down to */
        get: operations["getVirtualMeter"];
        put?: never;
        post?: never;
        /** Take a virtual meter away; the ledger keeps what it was */
        delete: operations["removeVirtualMeter"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/virtual-meters/{meter}/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What it counts by hour, day or month of its site's time, with how much of it is known; CSV with format=csv */
        get: operations["virtualReadings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{site}/tariffs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tariffs of a site, and those of its ledger */
        get: operations["listTariffs"];
        put?: never;
        /** Put a tariff in force from a day on, or in place of the one from that day */
        post: operations["defineTariff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{site}/tariffs/{commodity}/{direction}/{from}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a tariff back; the ledger keeps what it was */
        delete: operations["removeTariff"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{site}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The factors that count for a site over some days: its own, and those of its ledger */
        get: operations["listSeries"];
        put?: never;
        /** Record values of a factor; the same start again replaces them */
        post: operations["recordSeries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{site}/weather": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hourly means of a weather series */
        get: operations["siteWeather"];
        put?: never;
        /** Record weather; a slot is recorded once */
        post: operations["recordWeather"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{site}/weather/forecasts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Weather forecasts as they were issued; forecasts of meters name those they stand on */
        get: operations["listWeatherForecasts"];
        put?: never;
        /** Post a weather forecast before the fact; none is rewritten or dated back */
        post: operations["postWeatherForecast"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{meter}/baselines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The meter's baselines, the newest period first */
        get: operations["listBaselines"];
        put?: never;
        /** Fit a baseline to what the ledger has and record it; every validator fits it again */
        post: operations["fitBaseline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{meter}/baselines/{baseline}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A baseline with its residuals, its verdict, and what came after it */
        get: operations["getBaseline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{meter}/baselines/{baseline}/adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record a non-routine adjustment with its reason */
        post: operations["adjustBaseline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{meter}/savings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Savings against a baseline in the weather of some days, with their uncertainty */
        get: operations["savings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{meter}/prediction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Actual, predicted with its band, and baseline, by hour or local day; posted forecasts, and hindcasts for days without */
        get: operations["prediction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{meter}/forecasts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The forecasts that were posted before the fact, with the scores of those that are over */
        get: operations["listForecasts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{meter}/forecasts/scores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How good the posted forecasts were, each and together */
        get: operations["forecastScores"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{meter}/forecasts/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The models that the meter would be forecast with now, and how each did in the back-test */
        get: operations["forecastModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ledgers */
        get: operations["listLedgers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A ledger at its newest block */
        get: operations["getLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Organisations on the ledger, their roles and keys */
        get: operations["listMembers"];
        put?: never;
        /**
         * Admit a member, or change its name and roles; its key may come with it
         * @description Made at once where the caller's tenant decides alone, else proposed. With `dryRun` nothing is written: the answer says what would be.
         */
        post: operations["admitMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/members/{party}/tenant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say which tenant of this host a member is: it may then read the ledger
         * @description Known to the host alone, and to nobody by the ledger. Whether there is such a tenant is not told.
         */
        put: operations["linkMember"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys on the ledger, by key id */
        get: operations["listKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/keys/{kid}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put another key in a key's place */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/keys/{kid}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a key sign no more */
        post: operations["revokeKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Settings, each with the values it has had, who set them and who approved */
        get: operations["ledgerSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/governance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who decides, and what the caller may */
        get: operations["governance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/governance/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proposals, the newest first */
        get: operations["listProposals"];
        put?: never;
        /**
         * Propose changes, signed with the tenant's hosted key
         * @description Made at once where that approval is enough. With `dryRun` nothing is written: the answer says what would be, or why it would be refused.
         */
        post: operations["propose"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/governance/proposals/{proposal}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A proposal */
        get: operations["getProposal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/governance/proposals/{proposal}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve, signed with the tenant's hosted key */
        post: operations["approveProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/governance/proposals/{proposal}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take one's proposal back, or one's approval of another's */
        post: operations["withdrawProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Batches, the newest first */
        get: operations["listBatches"];
        put?: never;
        /**
         * Submit signed batches; with wait= the answer says how they ended
         * @description Body: `{"batches":[…]}`, one batch `{"transactions":[…],"seal"?}`, or one compact JWS (application/jose).
         */
        post: operations["submitBatches"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/batch_statuses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How batches stand */
        get: operations["batchStatuses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/batches/{batch}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A batch with its transactions */
        get: operations["getBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Blocks, the newest first; ascending with from= */
        get: operations["listBlocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/blocks/{block}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A block by height or id */
        get: operations["getBlock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Transactions, the newest first; a page found by a filter may be short and still have a next one */
        get: operations["listTransactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/transactions/{transaction}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A transaction, decoded, with its signer's key */
        get: operations["getTransaction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Paths and values below a prefix, after any block; with delimiter=/ as folders */
        get: operations["listState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/state/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The value at a path, after any block */
        get: operations["getState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/state-history/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The values that a path has had, the newest first */
        get: operations["stateHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Receipts of transactions: inclusion under the certified block that committed them */
        get: operations["receipts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/proofs/inclusion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proof that a transaction is in the history (RFC 9162 §2.1.3) */
        get: operations["proveInclusion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/proofs/consistency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proof that the history only grew (RFC 9162 §2.1.4) */
        get: operations["proveConsistency"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/proofs/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proof of what is at a path of the state, or that nothing is */
        get: operations["proveState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/proofs/state/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as a file that is checked without this service: the proof and the certified block */
        get: operations["stateReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/validators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The validators of a ledger: who is connected, how far each has verified, and its last vote */
        get: operations["listValidators"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledgers/{ledger}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proofs that a key contradicted itself, each a file that anyone can check */
        get: operations["listEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A non-routine adjustment, with who recorded it. */
        AdjustmentView: {
            /** @description Its name. */
            id: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            from: string;
            /**
             * Format: date-time
             * @description Until when, which is not included.
             */
            until: string;
            /**
             * Format: double
             * @description What the baseline grows by in 24 hours, meter's unit; below zero when it shrinks.
             */
            energyPerDay: number;
            /** @description Why. */
            reason: string;
            /**
             * Format: double
             * @description What the baseline grew by in the days asked for, those left out not counted; null beside a baseline alone.
             */
            energy: null | number;
            /** @description The party whose key signed it; null when the ledger no longer has the transaction. */
            by: null | string;
            /** @description What people call that party; null when it is no member. */
            byName: null | string;
            /**
             * Format: int64
             * @description The block that recorded it.
             */
            block: null | number;
            /**
             * Format: date-time
             * @description That block's time.
             */
            at: null | string;
            /** @description The transaction; null when the ledger no longer has it. */
            transaction: null | string;
        };
        /** @description Something about a meter's readings that somebody should look at. A note beside the ledger: nothing that was recorded is changed by it. */
        Alert: {
            /** @description Alert id. */
            id: string;
            /** @description The ledger. */
            ledger: string;
            /** @description The site. */
            site: string;
            /** @description The meter. */
            meter: string;
            /** @description gap, stuck, spike, zeros, scale, clockAhead, clockBehind, silent or baseline. */
            kind: string;
            /** @description In a sentence. */
            text: string;
            /**
             * Format: date-time
             * @description Where it begins.
             */
            from: string;
            /**
             * Format: date-time
             * @description Where it ends; null while it goes on.
             */
            to: null | string;
            /**
             * Format: date-time
             * @description When it was found.
             */
            raisedAt: string;
            /**
             * Format: date-time
             * @description When it was no longer found; null while it is open.
             */
            clearedAt: null | string;
            /** @description Who has seen it; null when nobody has. */
            acknowledgedBy: null | string;
            /**
             * Format: date-time
             * @description When.
             */
            acknowledgedAt: null | string;
            /** @description What is done about it. */
            note: null | string;
        };
        /** @description That an alert was seen. */
        AlertAcknowledgement: {
            /** @description What is done about it, at most 500 characters. */
            note: string;
        };
        /** @description A party's approval. */
        ApprovalOf: {
            /** @description Whose. */
            party: string;
            /** @description The key it was given with. */
            kid: string;
            /** @description The transaction that says so. */
            transaction: string;
            /**
             * Format: int64
             * @description Its block.
             */
            block: number;
            /** @description Whether it counts: a party that decides, with a key that is good. */
            counts: boolean;
        };
        /** @description Something that somebody should look at. */
        AttentionItem: {
            /** @description `meter.silent`, `quality.gap`, or the kind of an open alert after `quality.`. */
            kind: string;
            /** @description The site. */
            site: string;
            /** @description The meter. */
            meter: string;
            /** @description What is the matter. */
            text: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            since: string;
        };
        /** @description UTC days in parallel arrays; null where not known. */
        BaselineDays: {
            start: string[];
            observed: (null | number)[];
            predicted: (null | number)[];
            temperature: (null | number)[];
        };
        /** @description A baseline with its residuals, and what came after it. */
        BaselineDetail: {
            /** @description The baseline. */
            baseline: components["schemas"]["BaselineView"];
            /** @description The days it was fitted to. */
            days: components["schemas"]["BaselineDays"];
            /** @description The days since its end, at most 400. */
            since: components["schemas"]["BaselineDays"];
            changePoint: null | components["schemas"]["ChangeView"];
        };
        /** @description How a model fits, as shares; errors relative to the mean. */
        BaselineFitView: {
            /** Format: int32 */
            count: number;
            /** Format: double */
            rSquared: null | number;
            /** Format: double */
            adjustedRSquared: null | number;
            /** Format: double */
            rmse: null | number;
            /** Format: double */
            cvRmse: null | number;
            /** Format: double */
            nmbe: null | number;
        };
        /** @description A model in words of °C: energy of a day without heating and cooling, and per degree and day beyond each balance point. An hourly one has its kind alone. */
        BaselineModelView: {
            kind: string;
            /** Format: double */
            intercept: null | number;
            /** Format: double */
            heatingSlope: null | number;
            /** Format: double */
            heatingBalancePoint: null | number;
            /** Format: double */
            coolingSlope: null | number;
            /** Format: double */
            coolingBalancePoint: null | number;
        };
        /** @description A baseline as it stands on the ledger. */
        BaselineView: {
            /** @description Its name. */
            id: string;
            /** @description The meter. */
            meter: string;
            /** @description daily or hourly. */
            method: string;
            /**
             * Format: date-time
             * @description Start of its period.
             */
            from: string;
            /**
             * Format: date-time
             * @description End of its period.
             */
            to: string;
            /** @description Digest of the data it was fitted to. */
            data: string;
            /**
             * Format: int64
             * @description The block that recorded it, after every validator had fitted it again.
             */
            block: null | number;
            /** @description The transaction. */
            transaction: null | string;
            /** @description The model. */
            model: components["schemas"]["BaselineModelView"];
            /** @description How it fits its own period. */
            fit: components["schemas"]["BaselineFitView"];
            /** @description Whether that is good enough. */
            verdict: components["schemas"]["VerdictView"];
            /** @description What falls short of the method's demands on the data. */
            warnings: components["schemas"]["WarningView"][];
            /** @description Its non-routine adjustments. */
            adjustments: components["schemas"]["AdjustmentView"][];
            /** @description All of this in plain words. */
            words: string[];
        };
        /** @description A batch within its block. */
        BatchOfBlock: {
            /** @description Batch id; of a batch of one, the transaction's. */
            id: string;
            /** @description Ids of its transactions. */
            transactions: string[];
            /** @description Whether it carries a seal. */
            sealed: boolean;
            /** @description The seal, compact JWS. */
            seal: null | string;
        };
        /** @description How one batch stands. */
        BatchStatusItem: {
            /** @description Batch id. */
            id: string;
            /** @description COMMITTED, INVALID, PENDING or UNKNOWN. */
            status: string;
            /**
             * Format: int64
             * @description Height of its block, once it is committed.
             */
            block: null | number;
            /**
             * Format: int64
             * @description History index of its first transaction, once it is committed.
             */
            index: null | number;
            /** @description Why it was refused. */
            invalidTransactions: null | components["schemas"]["InvalidTransaction"][];
        };
        /** @description How batches stand. */
        BatchStatuses: {
            /** @description One a batch, in the order asked. */
            data: components["schemas"]["BatchStatusItem"][];
        };
        /** @description A batch. */
        BatchSummary: {
            /** @description Batch id. */
            id: string;
            /**
             * Format: int64
             * @description Height of its block.
             */
            block: number;
            /** @description Its transactions. */
            transactions: components["schemas"]["TransactionSummary"][];
            /** @description The seal, compact JWS. */
            seal: null | string;
            /** @description Key id of whoever sealed it, or signed its only transaction. */
            signer: string;
        };
        /** @description A block in full. */
        BlockDetail: {
            /**
             * Format: int64
             * @description Height.
             */
            number: number;
            /** @description base64url SHA-256 of its payload. */
            id: string;
            /** @description Id of the block below. */
            previous: string;
            /**
             * Format: date-time
             * @description When it was proposed.
             */
            time: string;
            /**
             * Format: int32
             * @description Transactions in it.
             */
            transactions: number;
            /** @description The batches in it, in order. */
            batches: components["schemas"]["BatchOfBlock"][];
            /**
             * Format: int64
             * @description Transactions on the ledger after it.
             */
            size: number;
            /** @description History root after it, base64url. */
            root: string;
            /** @description State root after it, base64url. */
            state: string;
            /** @description Key id of the first signature. */
            proposer: string;
            /** @description Consensus engine. */
            engine: string;
            /**
             * Format: int64
             * @description Bytes of the block and its transactions.
             */
            bytes: number;
            /** @description The block itself: JWS in general JSON serialization (RFC 7515 §7.2.1). */
            jws: components["schemas"]["GeneralJws"];
            /** @description Its certificate. */
            signatures: components["schemas"]["SignatureOfBlock"][];
            /** @description The same with the parties the keys belong to. */
            certificate: components["schemas"]["CertificateOfBlock"][];
        };
        /** @description A block in brief. */
        BlockSummary: {
            /**
             * Format: int64
             * @description Height.
             */
            number: number;
            /** @description base64url SHA-256 of its payload. */
            id: string;
            /** @description Id of the block below. */
            previous: string;
            /**
             * Format: date-time
             * @description When it was proposed.
             */
            time: string;
            /**
             * Format: int32
             * @description Transactions in it.
             */
            transactions: number;
            /**
             * Format: int32
             * @description Batches in it.
             */
            batches: number;
            /**
             * Format: int64
             * @description Transactions on the ledger after it.
             */
            size: number;
            /** @description History root after it, base64url. */
            root: string;
            /** @description State root after it, base64url. */
            state: string;
            /** @description Key id of the first signature. */
            proposer: string;
            /** @description Consensus engine. */
            engine: string;
            /**
             * Format: int64
             * @description Bytes of the block and its transactions.
             */
            bytes: number;
        };
        /** @description A candidate model, how it did in the back-test, and its share of the forecast. */
        CandidateView: {
            model: string;
            /** Format: double */
            rmseNextDay: null | number;
            /** Format: double */
            rmseLater: null | number;
            /** Format: double */
            shareNextDay: number;
            /** Format: double */
            shareLater: number;
        };
        /** @description A signature of a block's certificate. */
        CertificateOfBlock: {
            /** @description Key id. */
            kid: string;
            /** @description Whose it is, when its key is registered. */
            party: null | string;
            /** @description The party's name, when it is a member. */
            name: null | string;
            /** @description Whether it verifies. */
            valid: boolean;
        };
        /** @description Since when a meter no longer behaves towards its baseline as before; savings per day or hour. */
        ChangeView: {
            /** Format: date-time */
            at: string;
            /** Format: double */
            savedBefore: number;
            /** Format: double */
            savedAfter: number;
        };
        /** @description A figure to compare with. */
        ComparedFigure: {
            /**
             * Format: double
             * @description The figure; against a baseline, the adjusted baseline of the days that were measured and have a temperature.
             */
            value: null | number;
            /**
             * Format: double
             * @description What changed since, as a share of it: 0.1 is a tenth more.
             */
            change: null | number;
            /**
             * Format: double
             * @description Share of its time that was measured; against a baseline, share of the time that could be compared.
             */
            measured: number;
            /**
             * Format: double
             * @description Against a baseline: what was used in the same days, which `change` is of.
             */
            observed: null | number;
            /** @description Why there is nothing to compare with, where that is so. */
            why: null | string;
        };
        /** @description Proof that a history only grew (RFC 9162 §2.1.4). */
        ConsistencyAnswer: {
            /**
             * Format: int64
             * @description The earlier size.
             */
            from: number;
            /** @description Root at that size. */
            fromRoot: string;
            /**
             * Format: int64
             * @description The later size.
             */
            to: number;
            /** @description Root at that size. */
            toRoot: string;
            /** @description Hashes of subtrees. */
            path: string[];
        };
        /** @description A forecast's score. */
        DatedScore: {
            /** Format: date */
            date: string;
            score: components["schemas"]["ScoreView"];
        };
        /** @description What stands behind one local day; shares of it, 0 to 1. */
        DayQuality: {
            /** Format: date */
            day: string;
            /** Format: double */
            measured: number;
            /** Format: double */
            estimated: number;
            /** Format: double */
            corrected: number;
            /** Format: double */
            missing: number;
        };
        /** @description What was decided, or with `dryRun` what would be. */
        Decision: {
            /** @description Whether the changes are made, rather than waiting for approvals. */
            executed: boolean;
            /** @description The proposal; null for a key changed without one, and for a dry run. */
            proposal: null | string;
            /**
             * Format: int64
             * @description The block that holds it; null for a dry run.
             */
            block: null | number;
            /** @description The transaction; null for a dry run. */
            transaction: null | string;
            /** @description The family that is spoken. */
            family: string;
            /** @description What is written to the ledger. */
            payload: components["schemas"]["JsonElement"];
            /** @description The changes in plain words. */
            sentences: string[];
        };
        /** @description An account of the demo. */
        DemoAccount: {
            /** @description E-mail address. */
            email: string;
            /** @description Password. */
            password: string;
        };
        /** @description A device account, shown once. */
        DeviceCredentials: {
            /** @description MQTT user name. */
            username: string;
            /** @description Token; it is not stored and cannot be shown again. */
            password: string;
            /** @description The topic to publish signed readings to. */
            topic: string;
        };
        /** @description What is left of a transaction whose bytes were dropped under a retention transaction. Every proof of it that was given out stays valid. */
        DroppedTransaction: {
            /** @description Its leaf hash in the history, base64url. */
            leaf: string;
            /** @description Id of the retention transaction. */
            transaction: string;
            /**
             * Format: int64
             * @description Height of that transaction's block, when it is known.
             */
            block: null | number;
            /** @description The reason it gives. */
            reason: null | string;
        };
        /** @description Proof that a key contradicted itself. */
        EvidenceOfLedger: {
            /** @description SHA-256 of the file, base64url. */
            id: string;
            /** @description How: `block`, `vote`, `proposal`, `status` or `lie`. */
            kind: string;
            /** @description The key. */
            kid: string;
            /** @description Whose it is, when it is registered. */
            party: null | string;
            /**
             * Format: int64
             * @description Height.
             */
            number: number;
            /**
             * Format: int64
             * @description Round; null for two block signatures.
             */
            round: null | number;
            /**
             * Format: date-time
             * @description When the host noticed.
             */
            foundAt: string;
            /** @description What it shows. */
            sentence: string;
            /** @description The evidence as `sb-evidence/1`, which anyone can check with nothing else. */
            file: components["schemas"]["JsonElement"];
        };
        /** @description The factors of a site and of its ledger. */
        FactorSeriesList: {
            /** @description By scope, quantity, commodity and time. */
            items: components["schemas"]["FactorSeriesView"][];
        };
        /** @description Values of a factor over time. */
        FactorSeriesView: {
            /** @description site, or ledger when it is for every site that has none of its own. */
            scope: string;
            /** @description carbonFactor (kg CO₂e for a kWh), calorificValue (kWh for a m³) or volumeCorrection. */
            quantity: string;
            /** @description electricity, gas, heat or water. */
            commodity: string;
            /**
             * Format: date-time
             * @description From when on.
             */
            start: string;
            /**
             * Format: int32
             * @description Length of a slot, s; null for one value that counts until the next.
             */
            seconds: null | number;
            /** @description The values. */
            values: number[];
            /** @description Whose figures these are. */
            source: null | string;
        };
        /** @description One of several errors in a request. */
        FieldError: {
            /** @description Stable, dotted, lower case. */
            code: string;
            /** @description What is wrong. */
            detail: string;
            /** @description Where. */
            field: null | string;
            /** @description The value found there. */
            value: null | string;
        };
        /** @description Something that may be wrong with a stretch of readings. */
        Finding: {
            /** @description gap, stuck, spike, zeros or scale. */
            kind: string;
            /** @description In a sentence. */
            text: string;
            /**
             * Format: date-time
             * @description Where it begins.
             */
            from: string;
            /**
             * Format: date-time
             * @description Where it ends.
             */
            to: string;
            /**
             * Format: double
             * @description The number behind it: hours; for a spike the meter's unit an hour; for a scale how many times.
             */
            value: number;
            /**
             * Format: double
             * @description What it is measured against; null where there is nothing.
             */
            usual: null | number;
        };
        /** @description A flow. */
        FlowLink: {
            /** @description Id of the node it comes from. */
            source: string;
            /** @description Id of the node it goes to. */
            target: string;
            /**
             * Format: double
             * @description Energy, kWh.
             */
            kwh: number;
            /**
             * Format: double
             * @description Share of the time that was measured, 0 to 1.
             */
            measured: number;
            /**
             * Format: double
             * @description Share of the time of which nothing is known.
             */
            missing: number;
        };
        /** @description A node. */
        FlowNode: {
            /** @description A meter's id, or `electricity`, `heat`, `plant` and the like. */
            id: string;
            /** @description What people call it. */
            name: string;
            /** @description meter, bus, plant, storage, unaccounted or losses. */
            kind: string;
            /** @description electricity, gas or heat. */
            commodity: string;
        };
        /** @description Energy from node to node over some time, for a Sankey diagram. In each node comes in what goes out, save for what is unaccounted. */
        FlowsAnswer: {
            /** @description Site id. */
            site: string;
            /**
             * Format: date
             * @description First local day.
             */
            from: string;
            /**
             * Format: date
             * @description The local day after the last.
             */
            to: string;
            /** @description kWh. */
            unit: string;
            /** @description The nodes. */
            nodes: components["schemas"]["FlowNode"][];
            /** @description What flows between them; never negative. */
            links: components["schemas"]["FlowLink"][];
            /** @description For each meter with sub-meters: what it counts beyond them. Negative when they count more than it. */
            unaccounted: components["schemas"]["UnaccountedFor"][];
        };
        /** @description A forecast as it stands on the ledger. */
        ForecastView: {
            horizon: string;
            /** Format: date */
            date: string;
            /** Format: date-time */
            known: string;
            /** Format: date-time */
            start: string;
            /** Format: int32 */
            seconds: number;
            values: number[];
            lower: number[];
            upper: number[];
            /** Format: double */
            coverage: number;
            method: string;
            score: null | components["schemas"]["ScoreView"];
            weather: components["schemas"]["WeatherReferenceView"][];
        };
        /** @description A stretch without readings. */
        Gap: {
            /** @description Meter id. */
            meter: string;
            /**
             * Format: date-time
             * @description First missing moment.
             */
            start: string;
            /**
             * Format: date-time
             * @description First moment that is there again.
             */
            end: string;
            /**
             * Format: int64
             * @description Missing slots at the meter's resolution.
             */
            missingSlots: number;
        };
        /** @description Stretches without readings. */
        Gaps: {
            /** @description The stretches, by meter and time. */
            items: components["schemas"]["Gap"][];
        };
        /** @description JWS in general JSON serialization. */
        GeneralJws: {
            /** @description base64url. */
            payload: string;
            /** @description One signature a validator. */
            signatures: components["schemas"]["GeneralJwsSignature"][];
        };
        /** @description One signature. */
        GeneralJwsSignature: {
            /** @description Protected header, base64url. */
            protected: string;
            /** @description 64 bytes r‖s, base64url. */
            signature: string;
        };
        /** @description Who decides on a ledger, and what the caller's tenant may do. */
        GovernanceAnswer: {
            /** @description The members that decide; empty: any operator does. */
            parties: string[];
            /**
             * Format: int32
             * @description How many of them it takes.
             */
            threshold: number;
            /** @description The party that the caller's tenant's hosted key belongs to here; null when it is not registered. */
            you: null | string;
            /** @description That key. */
            kid: null | string;
            /** @description Whether the caller may propose with it. */
            mayPropose: boolean;
            /** @description Whether the caller may approve with it. */
            mayApprove: boolean;
            /**
             * Format: int32
             * @description Proposals that wait for approvals.
             */
            open: number;
        };
        /** @description The protected header of a transaction. */
        HeaderOfTransaction: {
            /** @description Algorithm. */
            alg: string;
            /** @description Key id of the signer. */
            kid: string;
            /** @description sb-tx. */
            typ: string;
            /** @description The ledger it is for. */
            ledger: string;
            /** @description The family it speaks. */
            family: string;
            /**
             * Format: int64
             * @description When it was signed, Unix milliseconds.
             */
            iat: number;
            /** @description Makes it one of a kind. */
            nonce: string;
            /** @description Transactions that must be on the ledger before or with it. */
            dep: string[];
        };
        /** @description A tenant's hosted key: what it hands to those who decide on a ledger that it joins. */
        HostedKey: {
            /** @description RFC 7638 thumbprint. */
            kid: string;
            /** @description The public key. */
            jwk: components["schemas"]["PublicJwk"];
        };
        /** @description Proof that a transaction is in the history (RFC 9162 §2.1.3). */
        InclusionAnswer: {
            /** @description Its id. */
            transaction: string;
            /** @description Its leaf hash. */
            leaf: string;
            /**
             * Format: int64
             * @description Its index.
             */
            index: number;
            /**
             * Format: int64
             * @description Size of the tree.
             */
            size: number;
            /** @description Root of the tree of that size. */
            root: string;
            /** @description Sibling hashes from the leaf up. */
            path: string[];
        };
        /** @description How an ingest went. */
        IngestAnswer: {
            /** @description One result a batch, in the order sent. */
            results: components["schemas"]["IngestItem"][];
        };
        /** @description How one batch went. */
        IngestItem: {
            /** @description Batch id; empty when it could not be read. */
            id: string;
            /** @description COMMITTED: on the ledger, durably. INVALID: refused. PENDING: not there yet. */
            status: string;
            /**
             * Format: int64
             * @description Height of its block.
             */
            block: null | number;
            /**
             * Format: int64
             * @description History index of its first transaction.
             */
            index: null | number;
            rejection: null | components["schemas"]["FieldError"];
        };
        /** @description Why a transaction was refused. */
        InvalidTransaction: {
            /** @description Its id. */
            id: string;
            /** @description Stable code. */
            code: string;
            /** @description The field, the value found and the rule. */
            message: string;
            /** @description The field. */
            field: null | string;
            /** @description The value found there. */
            value: null | string;
        };
        JsonElement: unknown;
        /** @description A key on a ledger. */
        KeyOfLedger: {
            /** @description RFC 7638 thumbprint. */
            kid: string;
            /** @description Whose it is. */
            party: string;
            /** @description What it may do. */
            role: string;
            /** @description Whether it signs in the next block. */
            good: boolean;
            /**
             * Format: int64
             * @description The first block it cannot sign in; it may lie ahead.
             */
            revokedFrom: null | number;
            /** @description Whether it certifies the next block. */
            isValidator: boolean;
            /** @description Whether this host signs with it for the caller's tenant. */
            hosted: boolean;
            /** @description The first key of the row that this one continues. */
            origin: null | string;
            /** @description The key that took its place. */
            successor: null | string;
            /** @description The public key. */
            jwk: components["schemas"]["PublicJwk"];
        };
        /** @description A key's end. */
        KeyRevocation: {
            /**
             * Format: int64
             * @description The first block it cannot sign in; null: from now on.
             */
            from?: null | number;
        };
        /** @description A key's successor. */
        KeyRotation: {
            /** @description The new public key, P-256. */
            jwk: components["schemas"]["PublicJwk"];
            /**
             * Format: int64
             * @description The first block the old one cannot sign in; null: from now on.
             */
            from?: null | number;
        };
        /** @description A figure, and how much of it was measured. */
        KpiFigure: {
            /**
             * @description electricity, import, export, generation, selfConsumption, selfSufficiency, renewableShare, peak, loadFactor, baseLoad, heat, gas, gasVolume, water,
             *         energyPerArea, degreeDays, heatPerDegreeDay, co2, cost, costElectricity, costGas, costHeat, costWater or exportRevenue.
             */
            id: string;
            /**
             * Format: double
             * @description The figure; null when nothing is known.
             */
            value: null | number;
            /** @description kWh, kW, m3, kWh/m2, K·d, kWh/(K·d), kg, share, or the currency; costs in two currencies are two figures. */
            unit: string;
            /**
             * Format: double
             * @description Share of its time that was measured, 0 to 1.
             */
            measured: number;
            /**
             * Format: double
             * @description Share that was estimated.
             */
            estimated: number;
            /**
             * Format: double
             * @description Share that was corrected.
             */
            corrected: number;
            /**
             * Format: double
             * @description Share of which nothing is known; it is not filled in.
             */
            missing: number;
            /**
             * Format: date-time
             * @description The hour it is of, for a peak.
             */
            at: null | string;
            compared: null | components["schemas"]["ComparedFigure"];
        };
        /** @description What figures are compared with: as many hours as were looked at, or those hours against a baseline. */
        KpiPeriod: {
            /** @description previous, lastYear or baseline. */
            kind: string;
            /**
             * Format: date-time
             * @description First moment.
             */
            start: string;
            /**
             * Format: date-time
             * @description The moment after the last.
             */
            end: string;
            /** @description Against a baseline: a sentence a meter, what was compared and what is missing. Otherwise empty. */
            notes: string[];
        };
        /** @description The newest reading of a meter. */
        LastReading: {
            /**
             * Format: date-time
             * @description Start of the slot, or time of the register reading.
             */
            start: string;
            /**
             * Format: int32
             * @description Length of the slot, s; 0 for a register reading.
             */
            seconds: number;
            /**
             * Format: double
             * @description Value in the meter's unit.
             */
            value: number;
            /** @description measured, estimated, corrected or attested. */
            quality: string;
            /** @description The transaction that recorded it. */
            transaction: string;
            /**
             * Format: int64
             * @description Height of its block.
             */
            block: number;
        };
        /** @description How a ledger is doing. */
        LedgerPulse: {
            /** @description Ledger id. */
            id: string;
            /**
             * Format: int64
             * @description Height of its newest block.
             */
            height: number;
            /**
             * Format: int64
             * @description Transactions on it.
             */
            transactions: number;
            /**
             * Format: date-time
             * @description Time of its newest block.
             */
            lastBlockAt: string;
            /**
             * Format: int64
             * @description Blocks of the last hour.
             */
            blocksLastHour: number;
            /**
             * Format: int64
             * @description Transactions of the last hour.
             */
            transactionsLastHour: number;
        };
        /** @description A ledger's settings and how they came about. */
        LedgerSettingsAnswer: {
            /**
             * Format: int64
             * @description The newest block; its successor is the first that they are in force for.
             */
            block: number;
            /** @description The settings. */
            items: components["schemas"]["SettingOfLedger"][];
        };
        /** @description A ledger at its newest block. */
        LedgerSummary: {
            /** @description Ledger id. */
            id: string;
            /** @description What people call it. */
            name: string;
            /**
             * Format: int64
             * @description Height of its newest block.
             */
            height: number;
            /**
             * Format: int64
             * @description Transactions on it: the size of its history tree.
             */
            transactions: number;
            /** @description Root of the history tree, base64url. */
            historyRoot: string;
            /** @description Root of the state tree, base64url. */
            stateRoot: string;
            /** @description Id of its newest block. */
            lastBlock: string;
            /**
             * Format: date-time
             * @description Time of its newest block.
             */
            lastBlockAt: string;
            /** @description Consensus engine. */
            engine: string;
            /** @description Key ids of its validators. */
            validators: string[];
        };
        /** @description All of something. */
        ListedOfBaselineView: {
            items: components["schemas"]["BaselineView"][];
        };
        /** @description All of something. */
        ListedOfForecastView: {
            items: components["schemas"]["ForecastView"][];
        };
        /** @description All of something. */
        ListedOfWeatherForecastView: {
            items: components["schemas"]["WeatherForecastView"][];
        };
        /** @description An organisation on a ledger. */
        MemberOfLedger: {
            /** @description Its id. */
            party: string;
            /** @description What people call it; null when it has keys and is no member. */
            name: null | string;
            /** @description Its roles. */
            roles: string[];
            /** @description Whether it takes part now. */
            isMember: boolean;
            /**
             * Format: int64
             * @description The block it left in.
             */
            leftAt: null | number;
            /** @description Whether its approval counts. */
            decides: boolean;
            /** @description Which tenant of this host it is; told only to who runs the ledger's own tenant. */
            tenant: null | string;
            /** @description Its keys, revoked ones included. */
            keys: components["schemas"]["KeyOfLedger"][];
        };
        /** @description Which tenant of this host a member is. */
        MemberTenant: {
            /** @description The tenant; null: none. */
            tenant: null | string;
        };
        /** @description Who takes part in a ledger. */
        Members: {
            /**
             * Format: int64
             * @description The newest block, as of which this is.
             */
            block: number;
            /** @description Organisations: members first, then others that have keys which are no devices'. */
            items: components["schemas"]["MemberOfLedger"][];
            /**
             * Format: int32
             * @description Good keys of devices; they are in `/keys?role=device`.
             */
            devices: number;
            /** @description The party that the caller's tenant is here; null when it is none. */
            you: null | string;
        };
        /** @description A meter. */
        Meter: {
            /** @description Meter id, unique within the tenant. */
            id: string;
            /** @description The site. */
            site: string;
            /** @description The ledger its readings are on. */
            ledger: string;
            /** @description What people call it. */
            name: string;
            /** @description electricity, gas, heat or water. */
            commodity: string;
            /** @description kWh, m3 or l. */
            unit: string;
            /** @description import, export, generation, consumption or storage. */
            direction: string;
            /** @description interval or register. */
            kind: string;
            /** @description What it meters: grid, chp, wind, solar, battery, boiler or load. */
            source: null | string;
            /** @description The meter above it. */
            parent: null | string;
            /** @description The key that signs its readings; null: the gateway attests them. */
            keyId: null | string;
            /**
             * Format: int32
             * @description Length of its usual slot, s.
             */
            resolutionSeconds: number;
            registeredIn: null | components["schemas"]["RegistrationPlace"];
            last: null | components["schemas"]["LastReading"];
            /** @description No reading for longer than three slots, and at least five minutes. */
            silent: boolean;
            /**
             * Format: double
             * @description Average power over the newest slot, kW; null when that is not recent or not energy.
             */
            powerKw: null | number;
        };
        /** @description A meter and the sub-meters below it. */
        MeterNode: {
            /** @description Meter id, unique within the tenant. */
            id: string;
            /** @description The site. */
            site: string;
            /** @description The ledger its readings are on. */
            ledger: string;
            /** @description What people call it. */
            name: string;
            /** @description electricity, gas, heat or water. */
            commodity: string;
            /** @description kWh, m3 or l. */
            unit: string;
            /** @description import, export, generation, consumption or storage. */
            direction: string;
            /** @description interval or register. */
            kind: string;
            /** @description What it meters: grid, chp, wind, solar, battery, boiler or load. */
            source: null | string;
            /** @description The meter above it. */
            parent: null | string;
            /** @description The key that signs its readings; null: the gateway attests them. */
            keyId: null | string;
            /**
             * Format: int32
             * @description Length of its usual slot, s.
             */
            resolutionSeconds: number;
            registeredIn: null | components["schemas"]["RegistrationPlace"];
            last: null | components["schemas"]["LastReading"];
            /** @description No reading for longer than three slots, and at least five minutes. */
            silent: boolean;
            /**
             * Format: double
             * @description Average power over the newest slot, kW; null when that is not recent or not energy.
             */
            powerKw: null | number;
            /** @description Its sub-meters. */
            children: components["schemas"]["MeterNode"][];
        };
        /** @description What stands behind a meter's record. */
        MeterQuality: {
            /** @description Meter id. */
            meter: string;
            /**
             * Format: date
             * @description First local day.
             */
            from: string;
            /**
             * Format: date
             * @description The local day after the last.
             */
            to: string;
            /**
             * Format: double
             * @description Share of the time that was measured, 0 to 1.
             */
            measured: number;
            /**
             * Format: double
             * @description Share estimated by somebody who said so.
             */
            estimated: number;
            /**
             * Format: double
             * @description Share corrected afterwards.
             */
            corrected: number;
            /**
             * Format: double
             * @description Share without readings.
             */
            missing: number;
            /** @description The same for each local day. */
            days: components["schemas"]["DayQuality"][];
            /** @description What may be wrong. */
            findings: components["schemas"]["Finding"][];
        };
        /** @description The models that a meter would be forecast with now. */
        ModelsAnswer: {
            /** Format: int32 */
            seconds: number;
            /** Format: int32 */
            daysTested: number;
            /** Format: double */
            coverage: number;
            candidates: components["schemas"]["CandidateView"][];
        };
        /** @description A non-routine adjustment to record. */
        NewAdjustment: {
            id: string;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
            /** Format: double */
            energyPerDay: number;
            reason: string;
        };
        /** @description A baseline to fit to what the ledger has. */
        NewBaseline: {
            /** @description Its name: lower case letters, digits and hyphens. */
            id: string;
            /** @description daily or hourly. */
            method: string;
            /**
             * Format: date
             * @description First UTC day of the baseline period.
             */
            from: string;
            /**
             * Format: date
             * @description The UTC day after the last, at most 400 days later.
             */
            to: string;
        };
        /** @description Values of a factor to record. */
        NewFactorSeries: {
            /** @description carbonFactor, calorificValue or volumeCorrection. */
            quantity: string;
            /** @description electricity, gas, heat or water. */
            commodity: string;
            /**
             * Format: date-time
             * @description From when on, UTC, whole seconds.
             */
            start: string;
            /** @description One value that counts until the next, or one for each slot. */
            values: number[];
            /**
             * Format: int32
             * @description Length of a slot, s.
             */
            seconds?: null | number;
            /** @description Whose figures these are. */
            source?: null | string;
            /** @description site (unless said) or ledger. */
            scope?: null | string;
        };
        /** @description A key to register. */
        NewKey: {
            /** @description The public key, P-256. */
            jwk: components["schemas"]["PublicJwk"];
            /** @description What it may do; member unless said. */
            role?: null | string;
        };
        /** @description A member to admit or to change. */
        NewMember: {
            /** @description Its id: 1 to 64 of a-z, 0-9 and -. */
            party: string;
            /** @description What people call it. */
            name: string;
            /** @description owner, esco, utility, auditor, oracle, validator or operator; at least one. */
            roles: string[];
            key?: null | components["schemas"]["NewKey"];
            /** @description The tenant of this host that it is, which may then read the ledger; null: none, or as it was. */
            tenant?: null | string;
        };
        /** @description A meter to register. */
        NewMeter: {
            /** @description Lower case letters, digits and hyphens; unique within the tenant. */
            id: string;
            /** @description The site. */
            site: string;
            /** @description What people call it. */
            name: string;
            /** @description electricity, gas, heat or water. */
            commodity: string;
            /** @description kWh, m3 or l. */
            unit: string;
            /** @description import, export, generation, consumption or storage. */
            direction: string;
            /** @description interval or register. */
            kind: string;
            /** @description What it meters: grid, chp, wind, solar, battery, boiler or load. */
            source?: null | string;
            /** @description The meter above it. */
            parent?: null | string;
            /**
             * Format: int32
             * @description Length of its usual slot, s; 900 unless said.
             */
            resolutionSeconds?: null | number;
            /**
             * Format: double
             * @description The most it can draw or give, kW.
             */
            capacityKw?: null | number;
            /** @description Public key of an OCMF meter: SubjectPublicKeyInfo in hex. */
            ocmfKey?: null | string;
            key?: null | components["schemas"]["PublicJwk"];
        };
        /** @description Changes to propose. */
        NewProposal: {
            /** @description What they are about, 1 to 200 characters. */
            title: string;
            /** @description A list of 1 to 32 changes (docs/formats.md, Members, keys and governance). */
            changes: components["schemas"]["JsonElement"];
        };
        /** @description A site to register. */
        NewSite: {
            /** @description Lower case letters, digits and hyphens. */
            id: string;
            /** @description What people call it. */
            name: string;
            /** @description IANA time zone, such as Europe/Dublin. */
            timeZone: string;
            /**
             * Format: double
             * @description Degrees north.
             */
            latitude: number;
            /**
             * Format: double
             * @description Degrees east.
             */
            longitude: number;
            /** @description The ledger its readings shall be on. */
            ledger: string;
            /**
             * Format: double
             * @description Floor area in m².
             */
            areaSquareMetres?: null | number;
        };
        /** @description A tariff to put in force, or in place of the one from the same day. */
        NewTariff: {
            /** @description What people call it. */
            name: string;
            /** @description electricity, gas, heat or water. */
            commodity: string;
            /** @description import or export. */
            direction: string;
            /** @description kWh, m3 or l. */
            unit: string;
            /** @description ISO 4217 code. */
            currency: string;
            /**
             * Format: date
             * @description First local day.
             */
            from: string;
            /** @description 1 to 24; the last without conditions. */
            rates: components["schemas"]["RateView"][];
            /**
             * Format: double
             * @description Charge for each local day.
             */
            standingPerDay?: null | number;
            /**
             * Format: double
             * @description Charge for each kW of a local month's highest rate.
             */
            demandPerKwMonth?: null | number;
            /** @description site (unless said) or ledger. */
            scope?: null | string;
        };
        /** @description A virtual meter to define, or to define anew. */
        NewVirtualMeter: {
            /** @description Lower case letters, digits and hyphens; no meter of the ledger has it. */
            id: string;
            /** @description The site to show it with. */
            site: string;
            /** @description What people call it. */
            name: string;
            /** @description electricity, gas, heat or water. */
            commodity: string;
            /** @description kWh, m3 or l: the unit of every term, save gas in m³, which counts in kWh by its calorific value. */
            unit: string;
            /** @description 1 to 64 terms. */
            terms: components["schemas"]["TermView"][];
        };
        /** @description Weather to record: means over consecutive slots. */
        NewWeather: {
            quantity: string;
            /** Format: date-time */
            start: string;
            /** Format: int32 */
            seconds: number;
            values: number[];
            source?: null | string;
        };
        /** @description A weather forecast to post before the fact: means over consecutive slots, none of them over. */
        NewWeatherForecast: {
            /** @description temperature, windSpeed, irradiance or pressure. */
            quantity: string;
            /**
             * Format: date-time
             * @description When it was issued: at most 24 hours ago, and after every other of the series.
             */
            issued: string;
            /**
             * Format: date-time
             * @description Start of its first slot.
             */
            start: string;
            /**
             * Format: int32
             * @description Length of a slot.
             */
            seconds: number;
            /** @description At most 1,000 means. */
            values: number[];
            /** @description Whose it is, and how it was made. */
            source: string;
        };
        /** @description Where the tenant stands this minute. */
        Overview: {
            /** @description Each site. */
            sites: components["schemas"]["OverviewSite"][];
            /** @description Each ledger's pulse. */
            ledgers: components["schemas"]["LedgerPulse"][];
            /** @description What somebody should look at. */
            attention: components["schemas"]["AttentionItem"][];
            /**
             * Format: int32
             * @description Readings of the current local day over all sites.
             */
            readingsToday: number;
        };
        /** @description A site at a glance. */
        OverviewSite: {
            /** @description Site id. */
            id: string;
            /** @description What people call it. */
            name: string;
            /** @description The ledger its readings are on. */
            ledger: string;
            /** @description IANA time zone. */
            timeZone: string;
            /**
             * Format: double
             * @description Degrees north.
             */
            latitude: number;
            /**
             * Format: double
             * @description Degrees east.
             */
            longitude: number;
            /**
             * Format: int32
             * @description How many meters it has.
             */
            meters: number;
            /**
             * Format: int32
             * @description How many of them are silent.
             */
            silent: number;
            /**
             * Format: double
             * @description Electricity imported since local midnight, kWh.
             */
            todayKwh: number;
            /**
             * Format: double
             * @description Electricity imported on the local day before, kWh.
             */
            yesterdayKwh: number;
            /**
             * Format: double
             * @description Electricity generated since local midnight, kWh.
             */
            todayGenerationKwh: number;
            /**
             * Format: double
             * @description Electric power drawn now, kW; null when nothing recent is known.
             */
            powerKw: null | number;
            /**
             * Format: date-time
             * @description End of the newest reading.
             */
            lastReadingAt: null | string;
            /**
             * Format: double
             * @description Share of today's slots that are there, 0 to 1.
             */
            completenessToday: number;
            /** @description Electricity imported in each of the last 24 hours, kWh, oldest first; null where nothing is known. */
            spark: (null | number)[];
        };
        /** @description One page of a list. */
        PageOfAlert: {
            /** @description The items. */
            items: components["schemas"]["Alert"][];
            /** @description Cursor of the next page; null on the last. */
            next: null | string;
            /**
             * Format: int64
             * @description How many there are in all, where that is known without counting.
             */
            total?: null | number;
        };
        /** @description One page of a list. */
        PageOfBatchSummary: {
            /** @description The items. */
            items: components["schemas"]["BatchSummary"][];
            /** @description Cursor of the next page; null on the last. */
            next: null | string;
            /**
             * Format: int64
             * @description How many there are in all, where that is known without counting.
             */
            total?: null | number;
        };
        /** @description One page of a list. */
        PageOfBlockSummary: {
            /** @description The items. */
            items: components["schemas"]["BlockSummary"][];
            /** @description Cursor of the next page; null on the last. */
            next: null | string;
            /**
             * Format: int64
             * @description How many there are in all, where that is known without counting.
             */
            total?: null | number;
        };
        /** @description One page of a list. */
        PageOfEvidenceOfLedger: {
            /** @description The items. */
            items: components["schemas"]["EvidenceOfLedger"][];
            /** @description Cursor of the next page; null on the last. */
            next: null | string;
            /**
             * Format: int64
             * @description How many there are in all, where that is known without counting.
             */
            total?: null | number;
        };
        /** @description One page of a list. */
        PageOfKeyOfLedger: {
            /** @description The items. */
            items: components["schemas"]["KeyOfLedger"][];
            /** @description Cursor of the next page; null on the last. */
            next: null | string;
            /**
             * Format: int64
             * @description How many there are in all, where that is known without counting.
             */
            total?: null | number;
        };
        /** @description One page of a list. */
        PageOfLedgerSummary: {
            /** @description The items. */
            items: components["schemas"]["LedgerSummary"][];
            /** @description Cursor of the next page; null on the last. */
            next: null | string;
            /**
             * Format: int64
             * @description How many there are in all, where that is known without counting.
             */
            total?: null | number;
        };
        /** @description One page of a list. */
        PageOfMeter: {
            /** @description The items. */
            items: components["schemas"]["Meter"][];
            /** @description Cursor of the next page; null on the last. */
            next: null | string;
            /**
             * Format: int64
             * @description How many there are in all, where that is known without counting.
             */
            total?: null | number;
        };
        /** @description One page of a list. */
        PageOfProposalOfLedger: {
            /** @description The items. */
            items: components["schemas"]["ProposalOfLedger"][];
            /** @description Cursor of the next page; null on the last. */
            next: null | string;
            /**
             * Format: int64
             * @description How many there are in all, where that is known without counting.
             */
            total?: null | number;
        };
        /** @description One page of a list. */
        PageOfReading: {
            /** @description The items. */
            items: components["schemas"]["Reading"][];
            /** @description Cursor of the next page; null on the last. */
            next: null | string;
            /**
             * Format: int64
             * @description How many there are in all, where that is known without counting.
             */
            total?: null | number;
        };
        /** @description One page of a list. */
        PageOfSite: {
            /** @description The items. */
            items: components["schemas"]["Site"][];
            /** @description Cursor of the next page; null on the last. */
            next: null | string;
            /**
             * Format: int64
             * @description How many there are in all, where that is known without counting.
             */
            total?: null | number;
        };
        /** @description One page of a list. */
        PageOfTransactionSummary: {
            /** @description The items. */
            items: components["schemas"]["TransactionSummary"][];
            /** @description Cursor of the next page; null on the last. */
            next: null | string;
            /**
             * Format: int64
             * @description How many there are in all, where that is known without counting.
             */
            total?: null | number;
        };
        /** @description The figures of all sites. */
        PortfolioKpiAnswer: {
            /**
             * Format: date
             * @description First local day, of each site's own calendar.
             */
            from: string;
            /**
             * Format: date
             * @description The local day after the last.
             */
            to: string;
            /**
             * Format: int32
             * @description How many sites.
             */
            sites: number;
            /**
             * Format: int32
             * @description How many meters.
             */
            meters: number;
            /**
             * Format: double
             * @description Floor area of the sites that say theirs, m².
             */
            areaSquareMetres: number;
            /** @description Sums over all sites; shares and coverage are means of the sites that have the figure. */
            totals: components["schemas"]["KpiFigure"][];
            /** @description The sites, by id. */
            items: components["schemas"]["PortfolioSite"][];
            /** @description Cursor of the next page of sites. */
            next: null | string;
        };
        /** @description A site of the portfolio. */
        PortfolioSite: {
            /** @description Site id. */
            site: string;
            /** @description What people call it. */
            name: string;
            /** @description The ledger it is on. */
            ledger: string;
            /**
             * Format: double
             * @description Floor area in m².
             */
            areaSquareMetres: null | number;
            /** @description Its figures. */
            kpis: components["schemas"]["KpiFigure"][];
        };
        /** @description Actual, predicted and baseline in parallel arrays; null where not known. */
        PredictionAnswer: {
            meter: string;
            unit: string;
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
            resolution: string;
            /** Format: double */
            coverage: number;
            start: string[];
            actual: (null | number)[];
            predicted: (null | number)[];
            lower: (null | number)[];
            upper: (null | number)[];
            baseline: (null | number)[];
            baselineId: null | string;
            sources: components["schemas"]["PredictionSource"][];
        };
        /** @description Where predicted values come from: posted on the ledger before the fact, or a hindcast of the same models for days without. */
        PredictionSource: {
            /**
             * Format: date-time
             * @description Start of the days it covers.
             */
            from: string;
            /**
             * Format: date-time
             * @description End of them.
             */
            to: string;
            /** @description posted, hindcast or now. */
            kind: string;
            /** @description How it was made, in words. */
            method: string;
            /** @description The weather forecasts it stands on; empty when it stands on the meter alone. */
            weather: components["schemas"]["WeatherReferenceView"][];
        };
        /** @description An error as RFC 9457 (`application/problem+json`) says it. */
        Problem: {
            /** @description Address of the kind of problem: `/problems/` and the code. */
            type: string;
            /** @description The kind of problem in words; the same for each of its kind. */
            title: string;
            /**
             * Format: int32
             * @description HTTP status.
             */
            status: number;
            /** @description What is wrong this time: the field, the value found and the rule. */
            detail: string;
            /** @description Path of the request. */
            instance: string;
            /** @description Stable, dotted, lower case, for programs. */
            code: string;
            /** @description The field that is wrong, when it is one. */
            field?: null | string;
            /** @description The value found there. */
            value?: null | string;
            /** @description Each of several errors. */
            errors?: null | components["schemas"]["FieldError"][];
            demo?: null | components["schemas"]["DemoAccount"];
        };
        /** @description A proposal. */
        ProposalOfLedger: {
            /** @description Id of the transaction that proposed it. */
            id: string;
            /** @description What it is about. */
            title: string;
            /** @description open, expired, executed or withdrawn. */
            state: string;
            /** @description Who proposed it. */
            by: string;
            /** @description With which key. */
            kid: string;
            /**
             * Format: int64
             * @description The block that holds it.
             */
            block: number;
            /**
             * Format: date-time
             * @description That block's time.
             */
            time: string;
            /**
             * Format: date-time
             * @description When it can no longer be approved.
             */
            expires: string;
            /**
             * Format: int64
             * @description The block that executed or withdrew it.
             */
            closedAt: null | number;
            /** @description Its changes, as proposed. */
            changes: components["schemas"]["JsonElement"];
            /** @description The changes in plain words. */
            sentences: string[];
            /** @description Who approved. */
            approvals: components["schemas"]["ApprovalOf"][];
            /**
             * Format: int32
             * @description How many approvals count.
             */
            counting: number;
            /**
             * Format: int32
             * @description How many it takes, or took.
             */
            threshold: number;
            /** @description Whether the caller's approval is missing. */
            mayApprove: boolean;
            /** @description Whether the caller may take it, or its approval, back. */
            mayWithdraw: boolean;
        };
        /** @description A public key as JWK (RFC 7517, RFC 7518 §6.2). */
        PublicJwk: {
            /** @description EC. */
            kty: string;
            /** @description P-256. */
            crv: string;
            /** @description x coordinate, base64url. */
            x: string;
            /** @description y coordinate, base64url. */
            y: string;
        };
        /** @description A price and when it applies, by the site's clock. */
        RateView: {
            /** @description What people call it. */
            name: string;
            /**
             * Format: double
             * @description For one unit.
             */
            price: number;
            /** @description Such as 11-2; always unless said. */
            months?: null | string;
            /** @description Such as mon-fri; always unless said. */
            days?: null | string;
            /** @description Such as 23-7, the second not included; always unless said. */
            hours?: null | string;
        };
        /** @description A metered value, or the sum over an hour, day or month. */
        Reading: {
            /**
             * Format: date-time
             * @description Start of the slot or bucket, or time of the register reading.
             */
            start: string;
            /**
             * Format: int32
             * @description Length, s; 0 for a register reading.
             */
            seconds: number;
            /**
             * Format: double
             * @description Value in the meter's unit; null for a bucket of which nothing is known.
             */
            value: null | number;
            /** @description measured, estimated, corrected or attested; mixed for a bucket that holds several; none for an empty one. */
            quality: string;
            /** @description The transaction that recorded it; null for a bucket. */
            transaction: null | string;
            /**
             * Format: int64
             * @description Height of its block; null for a bucket.
             */
            block: null | number;
            /**
             * Format: double
             * @description Share that is known, 0 to 1.
             */
            completeness: number;
        };
        /** @description Proof that a transaction is on the ledger, checkable offline. */
        ReceiptOfTransaction: {
            /** @description sb-receipt/1. */
            format: string;
            /** @description The transaction, compact JWS. */
            transaction: string;
            /**
             * Format: int64
             * @description Its index in the ledger's history.
             */
            index: number;
            /** @description Inclusion path (RFC 9162 §2.1.3) up to the history root of the block. */
            proof: string[];
            /** @description The block that committed it, with its certificate. */
            block: components["schemas"]["GeneralJws"];
        };
        /** @description Receipts. */
        Receipts: {
            /** @description One a transaction, in the order asked. */
            data: components["schemas"]["ReceiptOfTransaction"][];
        };
        /** @description What a command wrote to the ledger. */
        Registered: {
            /** @description Id of the thing it made. */
            id: string;
            /** @description The ledger. */
            ledger: string;
            /**
             * Format: int64
             * @description Height of the block.
             */
            block: number;
            /** @description Id of the transaction. */
            transaction: null | string;
        };
        /** @description Where something was registered. */
        RegistrationPlace: {
            /**
             * Format: int64
             * @description Height of the block.
             */
            block: number;
            /** @description Id of the transaction. */
            transaction: string;
        };
        /** @description Savings against a baseline in the weather of the reporting period. */
        SavingsAnswer: {
            meter: string;
            baseline: string;
            unit: string;
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
            /** Format: double */
            adjustedBaseline: number;
            /** Format: double */
            observed: number;
            /** Format: double */
            saved: number;
            /** Format: double */
            share: null | number;
            uncertainty: null | components["schemas"]["UncertaintyView"];
            /** Format: int32 */
            periodsLeftOut: number;
            days: components["schemas"]["SavingsDays"];
            adjustments: components["schemas"]["AdjustmentView"][];
            changePoint: null | components["schemas"]["ChangeView"];
            words: string[];
        };
        /** @description UTC days of a reporting period in parallel arrays. */
        SavingsDays: {
            start: string[];
            baseline: number[];
            observed: number[];
            cumulativeSaved: number[];
        };
        /** @description How good a forecast was, counted from the readings on the ledger; shares are of what was counted. */
        ScoreView: {
            /** Format: int32 */
            slots: number;
            /** Format: int32 */
            measured: number;
            /** Format: double */
            expected: number;
            /** Format: double */
            observed: number;
            /** Format: double */
            meanError: null | number;
            /** Format: double */
            mape: null | number;
            /** Format: double */
            cvRmse: null | number;
            /** Format: double */
            bias: null | number;
            /** Format: double */
            within: null | number;
            /** Format: double */
            weekBefore: null | number;
        };
        /** @description Scores of a meter's forecasts, each and together. */
        ScoresAnswer: {
            meter: string;
            unit: string;
            horizon: string;
            items: components["schemas"]["DatedScore"][];
            total: null | components["schemas"]["ScoreView"];
            words: string[];
        };
        /** @description What a search found. */
        SearchAnswer: {
            /** @description The things, the likeliest first. */
            items: components["schemas"]["SearchItem"][];
        };
        /** @description Something found. */
        SearchItem: {
            /** @description block, transaction, batch, meter, site, key, state or ledger. */
            kind: string;
            /** @description Its id. */
            id: string;
            /** @description The ledger it is on. */
            ledger: null | string;
            /** @description What to call it. */
            title: string;
            /** @description What it is. */
            detail: string;
            /** @description Its place in the portal. */
            url: string;
        };
        /** @description Who is signed in. */
        Session: {
            /** @description E-mail address, or the name of the API key. */
            email: string;
            /** @description What people call the caller. */
            name: string;
            /** @description The tenant. */
            tenant: components["schemas"]["SessionTenant"];
            /** @description owner, manager, auditor, operator or partner. */
            role: string;
            /** @description The ledgers the caller may read. */
            ledgers: string[];
            /** @description Whether this is a demo account. */
            demo: boolean;
        };
        /** @description A tenant's id and name. */
        SessionTenant: {
            /** @description Tenant id. */
            id: string;
            /** @description Tenant name. */
            name: string;
        };
        /** @description A value that a setting took. */
        SettingChange: {
            /** @description The value. */
            value: components["schemas"]["JsonElement"];
            /**
             * Format: int64
             * @description The block that changed it; it is in force from the next one on.
             */
            block: number;
            /**
             * Format: date-time
             * @description That block's time.
             */
            time: string;
            /** @description The transaction that did. */
            transaction: null | string;
            /** @description Who signed it. */
            by: null | string;
            /** @description The proposal it was a part of. */
            proposal: null | string;
            /** @description Who approved. */
            approvals: components["schemas"]["ApprovalOf"][];
        };
        /** @description A setting. */
        SettingOfLedger: {
            /** @description Its name. */
            name: string;
            /** @description Its value. */
            value: components["schemas"]["JsonElement"];
            /** @description Whether nobody has set it. */
            default: boolean;
            /** @description The values it has had, the newest first, at most 50. */
            history: components["schemas"]["SettingChange"][];
        };
        /** @description Credentials of a person. */
        SignIn: {
            /** @description E-mail address. */
            email: string;
            /** @description Password. */
            password: string;
        };
        /** @description A validator's signature, and whether the key that the ledger holds for it confirms it. */
        SignatureOfBlock: {
            /** @description Key id. */
            kid: string;
            /** @description Whether it verifies. */
            valid: boolean;
        };
        /** @description A key as its ledger knows it. */
        SignerKey: {
            /** @description RFC 7638 thumbprint. */
            kid: string;
            /** @description The public key. */
            jwk: components["schemas"]["PublicJwk"];
            /** @description Whom it belongs to. */
            party: string;
            /** @description operator, gateway, device, oracle, validator, member, owner, esco, utility or auditor. */
            role: string;
        };
        /** @description A site. */
        Site: {
            /** @description Site id. */
            id: string;
            /** @description What people call it. */
            name: string;
            /** @description The ledger its readings are on. */
            ledger: string;
            /** @description IANA time zone. */
            timeZone: string;
            /**
             * Format: double
             * @description Degrees north.
             */
            latitude: number;
            /**
             * Format: double
             * @description Degrees east.
             */
            longitude: number;
            /**
             * Format: double
             * @description Floor area in m².
             */
            areaSquareMetres: null | number;
            /**
             * Format: int32
             * @description How many meters it has.
             */
            meters: number;
        };
        /** @description A site with its meters. */
        SiteDetail: {
            /** @description Site id. */
            id: string;
            /** @description What people call it. */
            name: string;
            /** @description The ledger its readings are on. */
            ledger: string;
            /** @description IANA time zone. */
            timeZone: string;
            /**
             * Format: double
             * @description Degrees north.
             */
            latitude: number;
            /**
             * Format: double
             * @description Degrees east.
             */
            longitude: number;
            /**
             * Format: double
             * @description Floor area in m².
             */
            areaSquareMetres: null | number;
            /**
             * Format: int32
             * @description How many meters it has.
             */
            meters: number;
            /** @description The meters that have no parent, each with those below it. */
            meterTree: components["schemas"]["MeterNode"][];
        };
        /** @description The figures of a site over local days. */
        SiteKpiAnswer: {
            /** @description Site id. */
            site: string;
            /** @description What people call it. */
            name: string;
            /** @description IANA time zone that the days are days of. */
            timeZone: string;
            /**
             * Format: double
             * @description Floor area in m².
             */
            areaSquareMetres: null | number;
            /**
             * Format: date
             * @description First local day.
             */
            from: string;
            /**
             * Format: date
             * @description The local day after the last.
             */
            to: string;
            /**
             * Format: date-time
             * @description First moment looked at.
             */
            start: string;
            /**
             * Format: date-time
             * @description The moment after the last looked at: the last full hour, while the days are not over.
             */
            end: string;
            compared: null | components["schemas"]["KpiPeriod"];
            /** @description The figures that the site's meters, tariffs and factors allow. */
            kpis: components["schemas"]["KpiFigure"][];
        };
        /** @description The values that a path has had, newest first. */
        StateHistory: {
            /** @description The values. */
            items: components["schemas"]["StateVersion"][];
            /** @description False when there are more than were asked for. */
            complete: boolean;
        };
        /** @description A path of the state and its value. */
        StateItem: {
            /** @description The path. */
            path: string;
            value: null | components["schemas"]["JsonElement"];
            /**
             * @description Whether the value was dropped under a retention transaction; only in states before that transaction's.
             * @default false
             */
            dropped: boolean;
        };
        /** @description A page of a ledger's state after a block. */
        StatePage: {
            /** @description State root after the block. */
            root: string;
            /**
             * Format: int64
             * @description The block.
             */
            block: number;
            /** @description Paths and values. */
            items: components["schemas"]["StateItem"][];
            /** @description With a delimiter: the prefixes that end in it, in place of what lies below. */
            folders: string[];
            /** @description Cursor of the next page. */
            next: null | string;
        };
        /** @description Proof of what is at a path of the state, or that nothing is. */
        StateProofAnswer: {
            /** @description The path. */
            path: string;
            /**
             * Format: int64
             * @description The block after which.
             */
            block: number;
            /** @description The state root it carries. */
            root: string;
            /** @description Whether there is a value. */
            present: boolean;
            /** @description The value's bytes, base64url. */
            value: null | string;
            /** @description Forks from the root down. */
            steps: components["schemas"]["StateProofFork"][];
            /** @description Path of the leaf reached; null in an empty state. */
            leafPath: null | string;
            /** @description SHA-256 of that leaf's value. */
            leafValueHash: string;
        };
        /** @description A fork on the way from the state root. */
        StateProofFork: {
            /**
             * Format: int32
             * @description The bit it asks.
             */
            bit: number;
            /** @description Hash of the child that the way does not take. */
            sibling: string;
        };
        /** @description The proof within a state receipt. */
        StateProofOfReceipt: {
            /** @description The value, base64url; null when nothing is at the path. */
            value: null | string;
            /** @description Forks from the root down. */
            steps: components["schemas"]["StateProofFork"][];
            /** @description Path of the leaf reached; null when the state is empty. */
            leafPath: null | string;
            /** @description SHA-256 of that leaf's value, base64url. */
            leafValueHash: string;
        };
        /** @description What the state had at a path after a block, as a file that is checked without this service (docs/formats.md, State receipt). */
        StateReceiptOfPath: {
            /** @description `sb-state/1`. */
            format: string;
            /** @description The path. */
            path: string;
            /** @description What leads from it to the block's state root. */
            proof: components["schemas"]["StateProofOfReceipt"];
            /** @description The block with its certificate. */
            block: components["schemas"]["GeneralJws"];
        };
        /** @description A value of the state after a block. */
        StateValue: {
            /** @description The path. */
            path: string;
            /** @description The value. */
            value: components["schemas"]["JsonElement"];
            /** @description State root after the block. */
            root: string;
            /**
             * Format: int64
             * @description The block.
             */
            block: number;
        };
        /** @description A value that a path took in a block. */
        StateVersion: {
            /**
             * Format: int64
             * @description The block.
             */
            block: number;
            /**
             * Format: date-time
             * @description Its time.
             */
            time: string;
            value: null | components["schemas"]["JsonElement"];
            /**
             * @description Whether it was dropped under a retention transaction.
             * @default false
             */
            dropped: boolean;
        };
        /** @description Where to ask how submitted batches stand. */
        StatusLink: {
            /** @description Path of the statuses. */
            link: string;
        };
        /** @description The tariffs of a site and of its ledger. */
        TariffList: {
            /** @description By scope, commodity, direction and day. */
            items: components["schemas"]["TariffView"][];
        };
        /** @description What energy costs, from a local day on. */
        TariffView: {
            /** @description site, or ledger when it is for every site that has none of its own. */
            scope: string;
            /** @description What people call it. */
            name: string;
            /** @description electricity, gas, heat or water. */
            commodity: string;
            /** @description import (paid) or export (received). */
            direction: string;
            /** @description What a price is for: kWh, m3 or l. */
            unit: string;
            /** @description ISO 4217 code. */
            currency: string;
            /**
             * Format: date
             * @description First local day.
             */
            from: string;
            /** @description The first that applies to an hour counts; the last applies always. */
            rates: components["schemas"]["RateView"][];
            /**
             * Format: double
             * @description Charge for each local day.
             */
            standingPerDay: null | number;
            /**
             * Format: double
             * @description Charge for each kW of a local month's highest rate.
             */
            demandPerKwMonth: null | number;
            /** @description Whether it is the one that counts today. */
            inForce: boolean;
        };
        /** @description A term of a virtual meter. */
        TermView: {
            /** @description A meter or virtual meter of the ledger. */
            meter: string;
            /**
             * Format: double
             * @description What it is multiplied with; negative to take it away.
             */
            factor: number;
        };
        /** @description A transaction in full. */
        TransactionDetail: {
            /** @description base64url SHA-256 of its signing input. */
            id: string;
            /** @description The ledger. */
            ledger: string;
            /**
             * Format: int64
             * @description Height of its block.
             */
            block: number;
            /** @description Id of its block. */
            blockId: string;
            /**
             * Format: date-time
             * @description Time of its block.
             */
            blockTime: string;
            /**
             * Format: int64
             * @description Index in the ledger's history.
             */
            index: number;
            /** @description Id of its batch. */
            batch: string;
            /** @description The family it speaks, with its version. */
            family: string;
            /** @description Key id of the signer. */
            signer: string;
            /** @description Whom that key belongs to, as the ledger says. */
            party: null | string;
            signerKey: null | components["schemas"]["SignerKey"];
            /**
             * Format: date-time
             * @description When it was signed, by the signer's clock.
             */
            time: string;
            /** @description What it says, in plain words. */
            sentence: string;
            header: null | components["schemas"]["HeaderOfTransaction"];
            payload: null | components["schemas"]["JsonElement"];
            /** @description The transaction itself, compact JWS; null when it was dropped. */
            jws: null | string;
            /**
             * Format: int32
             * @description Its length in bytes, 0 when it was dropped.
             */
            bytes: number;
            dropped?: null | components["schemas"]["DroppedTransaction"];
        };
        /** @description A transaction in brief. */
        TransactionSummary: {
            /** @description base64url SHA-256 of its signing input. */
            id: string;
            /**
             * Format: int64
             * @description Height of its block.
             */
            block: number;
            /**
             * Format: int64
             * @description Index in the ledger's history.
             */
            index: number;
            /** @description The family it speaks, with its version. */
            family: string;
            /** @description Key id of the signer. */
            signer: string;
            /** @description Whom that key belongs to, as the ledger says. */
            party: null | string;
            /**
             * Format: date-time
             * @description When it was signed, by the signer's clock.
             */
            time: string;
            /** @description What it says, in plain words. */
            sentence: string;
            dropped?: null | components["schemas"]["DroppedTransaction"];
        };
        /** @description What sub-meters leave open. */
        UnaccountedFor: {
            /** @description The meter or bus. */
            node: string;
            /**
             * Format: double
             * @description What it has beyond them, kWh.
             */
            kwh: number;
            /**
             * Format: double
             * @description As a share of what it has; null when that is nothing.
             */
            share: null | number;
            /**
             * Format: double
             * @description Share of the time for which all of them were measured.
             */
            measured: number;
        };
        /** @description How far savings may be off. */
        UncertaintyView: {
            /**
             * Format: double
             * @description Two-sided confidence of the bands.
             */
            confidence: number;
            /**
             * Format: double
             * @description Half the width of the band by ASHRAE Guideline 14, in the meter's unit.
             */
            band: number;
            /**
             * Format: double
             * @description Its share of the savings; null when nothing was saved.
             */
            fraction: null | number;
            /**
             * Format: double
             * @description The same as OpenEEMeter 3.2.0 writes it: equal for a reporting period as long as the baseline, too wide for a shorter one.
             */
            referenceBand: number;
            /** @description Whether the savings are larger than the band, so that they can be told from chance. */
            significant: boolean;
        };
        /** @description Use and generation of a site over local days, in buckets. */
        Usage: {
            /** @description Site id. */
            site: string;
            /** @description IANA time zone that the days are days of. */
            timeZone: string;
            /**
             * Format: date
             * @description First local day.
             */
            from: string;
            /**
             * Format: date
             * @description The local day after the last.
             */
            to: string;
            /** @description hour, day or month. */
            resolution: string;
            /** @description Unit of the totals: kWh. */
            unit: string;
            /** @description Start of each bucket, UTC. */
            buckets: string[];
            /** @description One series a meter. */
            series: components["schemas"]["UsageSeries"][];
            /** @description Sums over the site. */
            totals: components["schemas"]["UsageTotals"];
        };
        /** @description One meter's values. */
        UsageSeries: {
            /** @description Meter id. */
            meter: string;
            /** @description What people call it. */
            name: string;
            /** @description electricity, gas, heat or water. */
            commodity: string;
            /** @description Unit of the values. */
            unit: string;
            /** @description import, export, generation, consumption or storage. */
            direction: string;
            /** @description What it meters: grid, chp, wind, solar, battery, boiler or load. */
            source: null | string;
            /** @description The meter above it. */
            parent: null | string;
            /** @description Sum of each bucket; null where nothing is known. */
            values: (null | number)[];
            /** @description Share of each bucket that is known, 0 to 1. */
            completeness: number[];
        };
        /** @description Sums over a site. */
        UsageTotals: {
            /**
             * Format: double
             * @description Electricity drawn from the grid.
             */
            importKwh: number;
            /**
             * Format: double
             * @description Electricity fed into the grid.
             */
            exportKwh: number;
            /**
             * Format: double
             * @description Electricity generated on the site.
             */
            generationKwh: number;
            /**
             * Format: double
             * @description Gas, m³; null without a gas meter in m³.
             */
            gasM3: null | number;
            /**
             * Format: double
             * @description Heat generated on the site.
             */
            heatKwh: number;
            /**
             * Format: double
             * @description Share of the generation that was used on the site, 0 to 1; null without generation.
             */
            selfConsumption: null | number;
        };
        /** @description A validator. */
        ValidatorOfLedger: {
            /** @description Key id. */
            kid: string;
            /** @description Its public key. */
            jwk: components["schemas"]["JsonElement"];
            /** @description Whose it is, when its key is registered on the ledger. */
            party: null | string;
            /** @description The party's name, when it is a member. */
            name: null | string;
            /** @description Whether its signature counts for the next block. */
            inSet: boolean;
            /** @description Whether the host votes with its key for a member who runs no validator: then its vote is the host's word. */
            hosted: boolean;
            /** @description Whether it follows the ledger just now. */
            connected: boolean;
            /**
             * Format: int64
             * @description The newest block that it said it has verified.
             */
            at: null | number;
            /**
             * Format: int64
             * @description Blocks it is behind.
             */
            lag: null | number;
            /**
             * Format: date-time
             * @description When it was heard of last.
             */
            lastSeen: null | string;
            lastVote: null | components["schemas"]["VoteOfValidator"];
            /**
             * Format: int64
             * @description The newest block it signed, as far as the host has noticed since it started.
             */
            lastSigned: null | number;
        };
        /** @description Who certifies a ledger. */
        ValidatorsOfLedger: {
            /** @description Consensus engine in force for the next block. */
            engine: string;
            /**
             * Format: int64
             * @description Height of the newest block.
             */
            head: number;
            /**
             * Format: int32
             * @description Signatures that make a certificate.
             */
            needed: number;
            /** @description The validators of the set in force, and others that are connected. */
            items: components["schemas"]["ValidatorOfLedger"][];
        };
        /** @description The verdict of ASHRAE Guideline 14. */
        VerdictView: {
            holds: boolean;
            /** Format: double */
            cvRmseLimit: number;
            cvRmseHolds: boolean;
            /** Format: double */
            nmbeLimit: number;
            nmbeHolds: boolean;
        };
        /** @description The virtual meters of a site. */
        VirtualMeterList: {
            /** @description They, by id. */
            items: components["schemas"]["VirtualMeterView"][];
        };
        /** @description A meter that is computed from others. */
        VirtualMeterView: {
            /** @description Its id. */
            id: string;
            /** @description The site it is shown with. */
            site: string;
            /** @description The ledger that defines it. */
            ledger: string;
            /** @description What people call it. */
            name: string;
            /** @description electricity, gas, heat or water. */
            commodity: string;
            /** @description kWh, m3 or l. */
            unit: string;
            /** @description As defined: meters and virtual meters with their factors. */
            terms: components["schemas"]["TermView"][];
            /** @description The meters it comes down to. */
            meters: components["schemas"]["TermView"][];
        };
        /** @description A vote. */
        VoteOfValidator: {
            /**
             * Format: int64
             * @description Height.
             */
            number: number;
            /**
             * Format: int64
             * @description Round, from 0.
             */
            round: number;
            /** @description `prepare`, `lock`, `status` or `sign`. */
            phase: string;
            /**
             * Format: date-time
             * @description When it came.
             */
            at: string;
        };
        /** @description Something to know before paying on a baseline. */
        WarningView: {
            code: string;
            detail: string;
        };
        /** @description Hourly means of a weather series; null where not known. */
        WeatherAnswer: {
            site: string;
            quantity: string;
            unit: string;
            /** Format: date-time */
            start: string;
            /** Format: int32 */
            seconds: number;
            values: (null | number)[];
            /** Format: date-time */
            first: null | string;
            /** Format: date-time */
            end: null | string;
        };
        /** @description A weather forecast as it stands on the ledger. */
        WeatherForecastView: {
            /** @description temperature, windSpeed, irradiance or pressure. */
            quantity: string;
            /** @description °C, m/s, W/m² or hPa. */
            unit: string;
            /**
             * Format: date-time
             * @description When it was issued.
             */
            issued: string;
            /**
             * Format: date-time
             * @description Start of its first slot.
             */
            start: string;
            /**
             * Format: int32
             * @description Length of a slot.
             */
            seconds: number;
            /** @description Means over the slots. */
            values: number[];
            /** @description Whose it is, and how it was made. */
            source: string;
        };
        /** @description A weather forecast that another forecast stands on. */
        WeatherReferenceView: {
            quantity: string;
            /** Format: date-time */
            issued: string;
        };
        /** @description A witness: it cosigns a checkpoint only when that continues the last one it cosigned (C2SP tlog-witness). */
        WitnessOfLog: {
            /** @description Its name. */
            name: string;
            /** @description Its verifier key, name+id+base64. */
            key: string;
            /**
             * Format: int64
             * @description Size of the last checkpoint it cosigned; null when none is known.
             */
            size: null | number;
            /**
             * Format: date-time
             * @description When it says it did.
             */
            at: null | string;
            /** @description Why it did not cosign the newest; null when nothing went wrong. */
            error: null | string;
            /**
             * Format: date-time
             * @description When it is asked again at the earliest, after an error.
             */
            nextTry: null | string;
        };
        /** @description The witnesses of a ledger's log. */
        WitnessesOfLog: {
            /** @description The log's origin, which is the name of its keys. */
            origin: string;
            /** @description The witnesses. */
            items: components["schemas"]["WitnessOfLog"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    currentSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    overview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSites: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 unless said. */
                limit?: number;
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfSite"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerSite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSite"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteDetail"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    siteUsage: {
        parameters: {
            query?: {
                /** @description First local day; seven days ago unless said. */
                from?: string;
                /** @description The local day after the last; tomorrow unless said. */
                to?: string;
                /** @description hour, day or month; hour unless said. */
                resolution?: string;
            };
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Usage"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    siteGaps: {
        parameters: {
            query?: {
                /** @description First local day; seven days ago unless said. */
                from?: string;
                /** @description The local day after the last; tomorrow unless said. */
                to?: string;
            };
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gaps"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMeters: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 unless said. */
                limit?: number;
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
                /** @description Only the meters of this site. */
                site?: string;
                /** @description Only meters with this text in id or name. */
                q?: string;
                /** @description electricity, gas, heat or water. */
                commodity?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfMeter"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerMeter: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMeter"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Meter"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceCredentials"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReadings: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 unless said. */
                limit?: number;
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
                /** @description First moment; 24 hours before `to` unless said. */
                from?: string;
                /** @description The moment after the last; now unless said. */
                to?: string;
                /** @description raw, hour, day or month; raw unless said. */
                resolution?: string;
                /** @description Of raw readings as JSON: asc, or desc for the newest first; asc unless said. */
                order?: string;
                /** @description json or csv; json unless said. */
                format?: string;
            };
            header?: never;
            path: {
                meter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfReading"];
                    "text/csv": components["schemas"]["PageOfReading"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ingest: {
        parameters: {
            query?: {
                /** @description The meter; needed unless the payload is signed and names it. */
                meter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string;
                "application/jose": string;
                "application/senml+json": string;
                "text/plain": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hostedKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostedKey"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logWitnesses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WitnessesOfLog"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportLedger: {
        parameters: {
            query?: {
                /** @description Height to begin at; 0 unless said. */
                from?: number;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
                height: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search: {
        parameters: {
            query?: {
                /** @description An id, a block height, a state path, or part of a name. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    siteKpis: {
        parameters: {
            query?: {
                /** @description First local day; the first of the month unless said. */
                from?: string;
                /** @description The local day after the last; tomorrow unless said. Hours that are not over are left out. */
                to?: string;
                /** @description previous (the days before) or lastYear, over as many hours, or baseline (what the meters' baselines on the ledger say of these days' weather); nothing unless said. */
                compare?: string;
                /** @description json or csv; json unless said. */
                format?: string;
            };
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteKpiAnswer"];
                    "text/csv": components["schemas"]["SiteKpiAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    siteFlows: {
        parameters: {
            query?: {
                /** @description First local day; the first of the month unless said. */
                from?: string;
                /** @description The local day after the last; tomorrow unless said. */
                to?: string;
                /** @description json or csv; json unless said. */
                format?: string;
            };
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsAnswer"];
                    "text/csv": components["schemas"]["FlowsAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    portfolioKpis: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 unless said. */
                limit?: number;
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
                /** @description First local day, of each site's calendar; the first of the month unless said. */
                from?: string;
                /** @description The local day after the last; tomorrow unless said. */
                to?: string;
                /** @description json or csv; json unless said. */
                format?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioKpiAnswer"];
                    "text/csv": components["schemas"]["PortfolioKpiAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAlerts: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 unless said. */
                limit?: number;
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
                /** @description open (unless said), cleared or all. */
                state?: string;
                site?: string;
                meter?: string;
                /** @description gap, stuck, spike, zeros, scale, clockAhead, clockBehind, silent or baseline. */
                kind?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfAlert"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledgeAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertAcknowledgement"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meterQuality: {
        parameters: {
            query?: {
                /** @description First local day; 34 days ago unless said. */
                from?: string;
                /** @description The local day after the last; tomorrow unless said. */
                to?: string;
            };
            header?: never;
            path: {
                meter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeterQuality"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listVirtualMeters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VirtualMeterList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    defineVirtualMeter: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewVirtualMeter"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVirtualMeter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VirtualMeterView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeVirtualMeter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    virtualReadings: {
        parameters: {
            query?: {
                /** @description First local day; seven days ago unless said. */
                from?: string;
                /** @description The local day after the last; tomorrow unless said. */
                to?: string;
                /** @description hour, day or month; hour unless said. */
                resolution?: string;
                /** @description json or csv; json unless said. */
                format?: string;
            };
            header?: never;
            path: {
                meter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfReading"];
                    "text/csv": components["schemas"]["PageOfReading"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTariffs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TariffList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    defineTariff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTariff"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeTariff: {
        parameters: {
            query?: {
                /** @description site (unless said) or ledger. */
                scope?: string;
            };
            header?: never;
            path: {
                site: string;
                commodity: string;
                direction: string;
                from: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSeries: {
        parameters: {
            query?: {
                /** @description First local day; thirty days ago unless said. */
                from?: string;
                /** @description The local day after the last; tomorrow unless said. */
                to?: string;
            };
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactorSeriesList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordSeries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFactorSeries"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    siteWeather: {
        parameters: {
            query?: {
                /** @description temperature, windSpeed, irradiance or pressure; temperature unless said. */
                quantity?: string;
                /** @description First local day; seven days before `to` unless said. */
                from?: string;
                /** @description The local day after the last; tomorrow unless said. At most 400 days. */
                to?: string;
            };
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeatherAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordWeather: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWeather"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWeatherForecasts: {
        parameters: {
            query?: {
                /** @description temperature, windSpeed, irradiance or pressure; temperature unless said. */
                quantity?: string;
                /** @description First UTC day of issue; two days before `to` unless said. */
                from?: string;
                /** @description The UTC day after the last; tomorrow unless said. At most 31 days. */
                to?: string;
            };
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedOfWeatherForecastView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postWeatherForecast: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWeatherForecast"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBaselines: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedOfBaselineView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fitBaseline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meter: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBaseline"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBaseline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meter: string;
                baseline: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BaselineDetail"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    adjustBaseline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meter: string;
                baseline: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAdjustment"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    savings: {
        parameters: {
            query?: {
                /** @description A baseline of the meter; the one with the newest period unless said. */
                baseline?: string;
                /** @description First day of the reporting period (UTC); the end of the baseline period unless said. */
                from?: string;
                /** @description The day after the last; today unless said. */
                to?: string;
            };
            header?: never;
            path: {
                meter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavingsAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prediction: {
        parameters: {
            query?: {
                /** @description First local day; nine days before `to` unless said. */
                from?: string;
                /** @description The local day after the last; the day after tomorrow unless said. At most 62 days. */
                to?: string;
                /** @description hour or day; hour unless said. */
                resolution?: string;
                /** @description A baseline of the meter, or none; the newest that ended before these days unless said. */
                baseline?: string;
            };
            header?: never;
            path: {
                meter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listForecasts: {
        parameters: {
            query?: {
                /** @description day or week; day unless said. */
                horizon?: string;
                /** @description First local day that a forecast begins on; 30 days before `to` unless said. */
                from?: string;
                /** @description The local day after the last; the day after tomorrow unless said. */
                to?: string;
            };
            header?: never;
            path: {
                meter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedOfForecastView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forecastScores: {
        parameters: {
            query?: {
                /** @description day or week; day unless said. */
                horizon?: string;
                /** @description First local day that a forecast begins on; 30 days before `to` unless said. */
                from?: string;
                /** @description The local day after the last; the day after tomorrow unless said. */
                to?: string;
            };
            header?: never;
            path: {
                meter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoresAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forecastModels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelsAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLedgers: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 unless said. */
                limit?: number;
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfLedgerSummary"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLedger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerSummary"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Members"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    admitMember: {
        parameters: {
            query?: {
                /** @description Only say what would be written. */
                dryRun?: boolean;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMember"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decision"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    linkMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
                party: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberTenant"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 unless said. */
                limit?: number;
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
                /** @description Only keys of this role. */
                role?: string;
                /** @description Only keys of this party. */
                party?: string;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfKeyOfLedger"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
                kid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyRotation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decision"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
                kid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyRevocation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decision"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ledgerSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerSettingsAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    governance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GovernanceAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProposals: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 unless said. */
                limit?: number;
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
                /** @description open, expired, executed or withdrawn */
                state?: string;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfProposalOfLedger"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    propose: {
        parameters: {
            query?: {
                /** @description Only say what would be written. */
                dryRun?: boolean;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProposal"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decision"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
                proposal: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalOfLedger"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
                proposal: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decision"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
                proposal: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decision"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBatches: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 unless said. */
                limit?: number;
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfBatchSummary"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitBatches: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the ledger, at most 60. */
                wait?: number;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string;
                "application/jose": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchStatuses"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusLink"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    batchStatuses: {
        parameters: {
            query?: {
                /** @description Batch ids, separated by commas. */
                id?: string;
                /** @description Seconds to wait until none is pending, at most 60. */
                wait?: number;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchStatuses"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
                batch: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchSummary"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBlocks: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 unless said. */
                limit?: number;
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
                /** @description Ascending from this height. */
                from?: number;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfBlockSummary"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBlock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
                block: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlockDetail"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTransactions: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 unless said. */
                limit?: number;
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
                /** @description Only those of this block. */
                block?: number;
                /** @description Only those of this family: `interval` or `interval/1`. */
                family?: string;
                /** @description Only those signed by this key id. */
                signer?: string;
                /** @description Only those with this text in id or payload. */
                q?: string;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfTransactionSummary"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTransaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
                transaction: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionDetail"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listState: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 unless said. */
                limit?: number;
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
                /** @description Only paths that begin so. */
                prefix?: string;
                /** @description The state after this block; the newest unless said. */
                at?: number;
                /** @description Groups what lies below it into folders: `/`. */
                delimiter?: string;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatePage"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getState: {
        parameters: {
            query?: {
                /** @description The state after this block; the newest unless said. */
                at?: number;
            };
            header?: never;
            path: {
                ledger: string;
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StateValue"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stateHistory: {
        parameters: {
            query?: {
                /** @description Versions, 1 to 200; 50 unless said. */
                limit?: number;
            };
            header?: never;
            path: {
                ledger: string;
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StateHistory"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receipts: {
        parameters: {
            query?: {
                /** @description Transaction ids, separated by commas. */
                id?: string;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipts"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proveInclusion: {
        parameters: {
            query: {
                transaction: string;
                /** @description Size of the tree; the newest unless said. */
                size?: number;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InclusionAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proveConsistency: {
        parameters: {
            query: {
                /** @description The earlier size. */
                from: number;
                /** @description The later size; the newest unless said. */
                to?: number;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsistencyAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proveState: {
        parameters: {
            query: {
                path: string;
                /** @description The state after this block; the newest unless said. */
                block?: number;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StateProofAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stateReceipt: {
        parameters: {
            query: {
                path: string;
                /** @description The state after this block; the newest unless said. */
                block?: number;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StateReceiptOfPath"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listValidators: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidatorsOfLedger"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvidence: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 unless said. */
                limit?: number;
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                ledger: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOfEvidenceOfLedger"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
