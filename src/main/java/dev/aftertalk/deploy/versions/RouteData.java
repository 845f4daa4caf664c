package dev.aftertalk.deploy.versions;

import dev.aftertalk.privacy.Ageing;
import dev.aftertalk.privacy.Kept;
import dev.aftertalk.privacy.KeptData;
import java.util.List;
import org.springframework.stereotype.Component;

/** What is kept of servers that are gone. The versions of files are limited by their number. */
@Component
final class RouteData implements KeptData {

    @Override
    public List<Ageing> ageing() {
        return List.of(new Ageing(
                "route_nodes", Kept.BRIEFLY, (database, ages) -> new GoneNodes(database, ages.before(Kept.BRIEFLY))));
    }
}
