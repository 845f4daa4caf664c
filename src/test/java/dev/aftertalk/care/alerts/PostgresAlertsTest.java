package dev.aftertalk.care.alerts;

import dev.aftertalk.testing.Schema;

class PostgresAlertsTest extends AlertsContract {

    @Override
    String url() {
        return Schema.postgres();
    }
}
