package dev.aftertalk.console.drawing;

import dev.aftertalk.console.drawing.Flow.Detail;
import dev.aftertalk.console.drawing.Flow.Shape;
import dev.aftertalk.console.drawing.Flow.Step;
import dev.aftertalk.console.drawing.Flow.Way;
import dev.aftertalk.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.support.CamelContextHelper;

/** Reads a route's steps out of Camel's model. */
final class FlowReader {

    private static final Pattern ENDS = Pattern.compile("ledger:(?://)?(?:skip|dead|retry)\\b.*");
    private static final Pattern START = Pattern.compile("ledger:(?://)?start/([^?]+).*");
    private static final String STARTS = "ledger:start";
    private static final int LONGEST_NAME = 44;
    private static final int LONGEST_DETAIL = 48;
    private static final int LONGEST_WHEN = 56;

    private final CamelContext camel;
    private final UnaryOperator<String> words;
    private final List<Step> steps = new ArrayList<>();
    private final List<Way> ways = new ArrayList<>();

    private FlowReader(CamelContext camel, UnaryOperator<String> words) {
        this.camel = camel;
        this.words = words;
    }

    /** Where the next step comes from. */
    private record Exit(int from, String when) {}

    /** @param words of the reader's language for yes, no, otherwise, each and fallback */
    static Flow read(RouteDefinition route, CamelContext camel, UnaryOperator<String> words) {
        FlowReader reader = new FlowReader(camel, words);
        String from = withoutParameters(route.getInput().getEndpointUri());
        int beginning = reader.add(Shape.BEGINNING, "from", new Detail(cut(from), false), route.getDescriptionText());
        reader.chain(route.getOutputs(), List.of(new Exit(beginning, "")));
        return new Flow(List.copyOf(reader.steps), List.copyOf(reader.ways));
    }

    private int add(Shape shape, String name, Detail detail, String note) {
        List<Detail> details = detail.text().isEmpty() && !detail.off() ? List.of() : List.of(detail);
        steps.add(new Step(shape, PlainText.line(name, LONGEST_NAME), details, note == null ? "" : note));
        return steps.size() - 1;
    }

    private static String cut(String detail) {
        return PlainText.line(detail, LONGEST_DETAIL);
    }

    private List<Exit> chain(List<ProcessorDefinition<?>> outputs, List<Exit> before) {
        List<Exit> exits = before;
        for (ProcessorDefinition<?> each : outputs) {
            if (!each.isAbstract()) { // such as onException, which is no step
                exits = step(each, exits);
            }
        }
        return exits;
    }

    private List<Exit> step(ProcessorDefinition<?> step, List<Exit> before) {
        if (isStart(step)
                && before.size() == 1
                && isStarts(steps.get(before.get(0).from()))) {
            return alsoStarts(step, before);
        }
        boolean decides = step instanceof ChoiceDefinition || step instanceof FilterDefinition;
        boolean ends = ends(step);
        Shape shape = decides ? Shape.DECISION : ends ? Shape.END : Shape.STEP;
        String name = isStart(step) ? STARTS : name(step);
        int number = add(shape, name, new Detail(cut(detail(step)), isOff(step)), step.getDescriptionText());
        before.forEach(exit -> ways.add(new Way(exit.from(), number, PlainText.line(exit.when(), LONGEST_WHEN))));
        return ends ? List.of() : after(step, number);
    }

    private static boolean isStart(ProcessorDefinition<?> step) {
        return step instanceof SendDefinition<?> send
                && START.matcher(send.getEndpointUri()).matches();
    }

    private static boolean isStarts(Step step) {
        return step.name().equals(STARTS);
    }

    /** In the same box as the starts before: a router has many of them, one after the other. */
    private List<Exit> alsoStarts(ProcessorDefinition<?> start, List<Exit> before) {
        int number = before.get(0).from();
        Step all = steps.get(number);
        List<Detail> details = new ArrayList<>(all.details());
        details.add(new Detail(cut(detail(start)), isOff(start)));
        steps.set(number, new Step(all.shape(), all.name(), List.copyOf(details), all.note()));
        return before;
    }

    private List<Exit> after(ProcessorDefinition<?> step, int number) {
        List<Exit> on = List.of(new Exit(number, ""));
        if (step instanceof ChoiceDefinition choice) {
            return choice(choice, number);
        } else if (step instanceof FilterDefinition) {
            List<Exit> exits = new ArrayList<>(chain(step.getOutputs(), List.of(new Exit(number, words.apply("yes")))));
            exits.add(new Exit(number, words.apply("no")));
            return exits;
        } else if (step instanceof MulticastDefinition) {
            List<Exit> exits = new ArrayList<>();
            step.getOutputs().forEach(each -> exits.addAll(chain(List.of(each), on)));
            return exits;
        } else if (step instanceof TryDefinition tried) {
            return tried(tried, number);
        } else if (step instanceof CircuitBreakerDefinition breaker) {
            List<Exit> exits = new ArrayList<>(chain(breaker.getOutputs(), on));
            if (breaker.getOnFallback() != null) {
                exits.addAll(chain(
                        breaker.getOnFallback().getOutputs(), List.of(new Exit(number, words.apply("fallback")))));
            }
            return exits;
        }
        boolean repeats = step instanceof SplitDefinition || step instanceof LoopDefinition;
        return chain(step.getOutputs(), repeats ? List.of(new Exit(number, words.apply("each"))) : on);
    }

    private List<Exit> choice(ChoiceDefinition choice, int number) {
        List<Exit> exits = new ArrayList<>();
        for (WhenDefinition when : choice.getWhenClauses()) {
            exits.addAll(chain(when.getOutputs(), List.of(new Exit(number, text(when.getExpression())))));
        }
        if (choice.getOtherwise() == null) {
            exits.add(new Exit(number, words.apply("otherwise")));
        } else {
            exits.addAll(
                    chain(choice.getOtherwise().getOutputs(), List.of(new Exit(number, words.apply("otherwise")))));
        }
        return exits;
    }

    private List<Exit> tried(TryDefinition tried, int number) {
        List<Exit> exits = new ArrayList<>(chain(tried.getOutputsWithoutCatches(), List.of(new Exit(number, ""))));
        for (CatchDefinition caught : tried.getCatchClauses()) {
            String what = String.join(
                    ", ",
                    caught.getExceptions().stream()
                            .map(name -> name.substring(name.lastIndexOf('.') + 1))
                            .toList());
            exits.addAll(chain(caught.getOutputs(), List.of(new Exit(number, what))));
        }
        return tried.getFinallyClause() == null
                ? exits
                : chain(tried.getFinallyClause().getOutputs(), exits);
    }

    private static boolean ends(ProcessorDefinition<?> step) {
        return step instanceof StopDefinition
                || step instanceof ThrowExceptionDefinition
                || step instanceof SendDefinition<?> send
                        && ENDS.matcher(send.getEndpointUri()).matches();
    }

    private static String name(ProcessorDefinition<?> step) {
        return step.hasCustomIdAssigned() ? step.getId() : step.getShortName();
    }

    private static String detail(ProcessorDefinition<?> step) {
        if (step instanceof SendDefinition<?> send) {
            Matcher start = START.matcher(send.getEndpointUri());
            return start.matches() ? start.group(1) : withoutParameters(send.getEndpointUri());
        } else if (step instanceof ChoiceDefinition) {
            return ""; // the ways out of it tell
        } else if (step instanceof ToDynamicDefinition to) {
            return withoutParameters(to.getUri());
        } else if (step instanceof SetVariableDefinition variable) {
            return variable.getName() + " = " + text(variable.getExpression());
        } else if (step instanceof SetHeaderDefinition header) {
            return header.getName() + " = " + text(header.getExpression());
        } else if (step instanceof LogDefinition log) {
            return log.getMessage();
        } else if (step instanceof ExpressionNode node) {
            return text(node.getExpression());
        }
        String label = step.getLabel();
        return label == null || label.equals(step.getShortName()) ? "" : label;
    }

    private static String text(ExpressionDefinition expression) {
        return expression == null || expression.getExpression() == null ? "" : expression.getExpression();
    }

    private static String withoutParameters(String uri) {
        return uri.replaceFirst("\\?.*", "");
    }

    private boolean isOff(ProcessorDefinition<?> step) {
        return step.getDisabled() != null
                && Boolean.TRUE.equals(CamelContextHelper.parseBoolean(camel, step.getDisabled()));
    }
}
