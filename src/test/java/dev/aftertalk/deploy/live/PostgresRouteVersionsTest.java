package dev.aftertalk.deploy.live;

import dev.aftertalk.ledger.TestDatabase;

/** The same on PostgreSQL. */
class PostgresRouteVersionsTest extends RouteVersionsTest {

    @Override
    TestDatabase database() {
        return TestDatabase.postgres();
    }
}
