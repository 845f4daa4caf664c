package dev.aftertalk.console;

import dev.aftertalk.access.LoginValidity;
import dev.aftertalk.care.drill.DrillDesk;
import dev.aftertalk.live.Fragment;
import dev.aftertalk.live.Streams;
import org.springframework.stereotype.Component;

/** How far the fault drills are that people look at. */
@Component
class DrillPage extends ProgressPage<Long> {

    DrillPage(DrillDesk drills, Fragment fragment, Streams streams, LoginValidity logins) {
        super("drill", drills::find, fragment, streams, logins);
    }
}
