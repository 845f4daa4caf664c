package dev.aftertalk.deploy.versions;

import dev.aftertalk.ledger.TestDatabase;

/** The same on PostgreSQL. */
class PostgresRouteVersionsTest extends RouteVersionsTest {

    @Override
    TestDatabase database() {
        return TestDatabase.postgres();
    }
}
