package dev.aftertalk.care.alerts;

import dev.aftertalk.testing.Schema;

class SqliteAlertsTest extends AlertsContract {

    @Override
    String url() {
        return Schema.sqlite(folder.resolve("aftertalk.db"));
    }
}
