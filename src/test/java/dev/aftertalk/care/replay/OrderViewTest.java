package dev.aftertalk.care.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.care.replay.BulkOrderController.OrderView;
import dev.aftertalk.ledger.history.RunSelection;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.TestingAuthenticationToken;

class OrderViewTest {

    @Test
    void namesNobodyToThoseWhoMayOnlyLook() {
        BulkOrder order = new BulkOrder(
                "id",
                BulkOrder.Action.SKIP,
                "done",
                "anna",
                Instant.EPOCH,
                Instant.EPOCH,
                Map.of("workflow", "mail", "visitor", "v1", "cause", "zoe@example.com"),
                false,
                "Zoé called",
                50,
                3,
                3,
                null,
                new RunSelection.Cursor("", 0, 0));

        OrderView seen = OrderView.of(order, new TestingAuthenticationToken("v", "", "ROLE_VIEWER"));
        assertThat(seen.reason()).isNull();
        assertThat(seen.filter()).isEqualTo(Map.of("workflow", "mail"));
        OrderView known = OrderView.of(order, new TestingAuthenticationToken("o", "", "ROLE_OPERATOR"));
        assertThat(known.reason()).isEqualTo("Zoé called");
        assertThat(known.filter()).containsKey("visitor");
    }
}
