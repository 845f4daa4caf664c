package dev.aftertalk.care.alerts;

import dev.aftertalk.testing.Schema;

class SqliteAlertsTest extends AlertsContract {

    /** Without waiting for the disk after each of a thousand looks. */
    @Override
    String url() {
        return Schema.sqlite(folder.resolve("aftertalk.db")) + "?synchronous=OFF";
    }
}
