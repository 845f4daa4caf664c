package dev.aftertalk.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.care.replay.RunNotChangedException;
import dev.aftertalk.ledger.history.FilterException;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages say in the reader's language why something can't be; a fault without words would break the page that is to say so. */
class FaultMessagesTest {

    static Stream<String> codes() {
        return Stream.concat(
                Stream.of(FilterException.Fault.values()).map(fault -> "console.wrong." + fault.code()),
                Stream.of(RunNotChangedException.Reason.values())
                        .map(reason -> "console.said." + RunOrdersController.code(reason)));
    }

    @ParameterizedTest
    @MethodSource("codes")
    void hasWordsForEachFault(String code) {
        assertThat(ResourceBundle.getBundle("messages").containsKey(code)).isTrue();
    }
}
