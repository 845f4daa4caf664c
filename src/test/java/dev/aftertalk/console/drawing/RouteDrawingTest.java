package dev.aftertalk.console.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.console.drawing.Flow.Detail;
import dev.aftertalk.console.drawing.Flow.Step;
import dev.aftertalk.console.drawing.FlowLayout.Box;
import java.io.StringReader;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class RouteDrawingTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();

    private RouteDefinition route() throws Exception {
        RouteBuilder builder = new RouteBuilder() {
            @Override
            public void configure() {
                from("ledger:workflow/sample?oncePerConversation=true")
                        .routeDescription("For <everybody>")
                        .to("kamelet:visitor?secret=x")
                        .id("look-up")
                        .choice()
                        .when(simple("${body[score]} < 3"))
                        .to("kamelet:ticket")
                        .id("ticket")
                        .when(simple("${body[score]} == 3"))
                        .to("ledger:skip?reason=so-so")
                        .otherwise()
                        .multicast()
                        .to("kamelet:mail")
                        .to("kamelet:lead")
                        .end()
                        .end()
                        .filter(simple("${body[late]}"))
                        .setVariable("tone", constant("sorry"))
                        .end()
                        .doTry()
                        .to("kamelet:other")
                        .disabled("{{off}}")
                        .id("other")
                        .doCatch(IllegalStateException.class)
                        .log("no")
                        .end()
                        .to("kamelet:last")
                        .id("last")
                        .to("ledger:start/one")
                        .to("ledger:start/two?delay=1m");
            }
        };
        camel.getPropertiesComponent().addInitialProperty("off", "true");
        builder.configureRoutes(camel);
        return builder.getRouteCollection().getRoutes().get(0);
    }

    @Test
    void readsWhichStepFollowsWhichAndWhen() throws Exception {
        Flow flow = FlowReader.read(route(), camel, UnaryOperator.identity());
        assertThat(ways(flow))
                .containsExactlyInAnyOrder(
                        "from -> look-up",
                        "look-up -> choice",
                        "choice -> ticket when ${body[score]} < 3",
                        "choice -> to ledger:skip when ${body[score]} == 3",
                        "choice -> multicast when otherwise",
                        "multicast -> to kamelet:mail",
                        "multicast -> to kamelet:lead",
                        "ticket -> filter ${body[late]}",
                        "to kamelet:mail -> filter ${body[late]}",
                        "to kamelet:lead -> filter ${body[late]}",
                        "filter ${body[late]} -> setVariable tone = sorry when yes",
                        "filter ${body[late]} -> doTry when no",
                        "setVariable tone = sorry -> doTry",
                        "doTry -> other",
                        "doTry -> log no when IllegalStateException",
                        "other -> last",
                        "log no -> last",
                        "last -> ledger:start one two");
        assertThat(flow.steps())
                .filteredOn(step -> step.details().stream().anyMatch(Detail::off))
                .singleElement()
                .extracting(Step::name)
                .isEqualTo("other");
    }

    private static List<String> ways(Flow flow) {
        return flow.ways().stream()
                .map(way -> name(flow.steps().get(way.from())) + " -> "
                        + name(flow.steps().get(way.to()))
                        + (way.when().isEmpty() ? "" : " when " + way.when()))
                .toList();
    }

    private static String name(Step step) {
        boolean named =
                !List.of("to", "filter", "setVariable", "log", "ledger:start").contains(step.name());
        return named
                ? step.name()
                : step.name() + " " + step.details().stream().map(Detail::text).collect(Collectors.joining(" "));
    }

    @Test
    void drawsNoStepOnAnotherAndAllWithinThePicture() throws Exception {
        FlowLayout layout = FlowLayout.of(FlowReader.read(route(), camel, UnaryOperator.identity()));
        assertThat(layout.boxes())
                .hasSizeGreaterThan(10)
                .allMatch(box -> box.x() >= 0
                        && box.y() >= 0
                        && box.x() + box.width() <= layout.width()
                        && box.y() + box.height() <= layout.height());
        for (Box one : layout.boxes()) {
            assertThat(layout.boxes())
                    .filteredOn(other -> one.x() < other.x() + other.width()
                            && other.x() < one.x() + one.width()
                            && one.y() < other.y() + other.height()
                            && other.y() < one.y() + one.height())
                    .containsExactly(one);
        }
    }

    @Test
    void writesWhatBrowsersTakeAndNoParameter() throws Exception {
        String svg = RouteDrawing.svg(route(), camel, UnaryOperator.identity());
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(svg)))
                        .getDocumentElement()
                        .getTextContent())
                .contains("kamelet:visitor", "For <everybody>", "${body[score]} < 3")
                .doesNotContain("secret", "oncePerConversation");
    }
}
