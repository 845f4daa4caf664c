package dev.aftertalk.console;

import dev.aftertalk.access.LoginValidity;
import dev.aftertalk.care.replay.BulkOrders;
import dev.aftertalk.live.Fragment;
import dev.aftertalk.live.Streams;
import org.springframework.stereotype.Component;

/** How far orders about many runs are that people look at. */
@Component
class OrderPage extends ProgressPage<String> {

    OrderPage(BulkOrders orders, Fragment fragment, Streams streams, LoginValidity logins) {
        super("order", orders::find, fragment, streams, logins);
    }
}
