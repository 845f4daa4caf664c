package dev.aftertalk.deploy.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.util.StringHelper;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Says what is missing without which Camel makes no route of what stands there, though its schema lets it be left out. */
final class NeededParts {

    private static final String STEPS = "steps";
    private static final String EXCEPTION = "exception";

    /** What does something with the steps below it. */
    private static final Set<String> WITH_STEPS = Set.of(
            "FromDefinition",
            "FilterDefinition",
            "TryDefinition",
            "SplitDefinition",
            "LoopDefinition",
            "AggregateDefinition",
            "MulticastDefinition",
            "PipelineDefinition",
            "StepDefinition",
            "ResequenceDefinition",
            "IdempotentConsumerDefinition",
            "SagaDefinition",
            "PolicyDefinition",
            "TransactedDefinition",
            "InterceptDefinition",
            "OnCompletionDefinition");

    /** Of these keys one must be there. */
    private static final Map<String, List<String>> ONE_OF = Map.ofEntries(
            Map.entry("SetHeaderDefinition", List.of("name")),
            Map.entry("SetVariableDefinition", List.of("name")),
            Map.entry("SetPropertyDefinition", List.of("name")),
            Map.entry("SetHeadersDefinition", List.of("headers")),
            Map.entry("SetVariablesDefinition", List.of("variables")),
            Map.entry("RemoveHeadersDefinition", List.of("pattern")),
            Map.entry("RemovePropertiesDefinition", List.of("pattern")),
            Map.entry("BeanDefinition", List.of("ref", "beanType")),
            Map.entry("ProcessDefinition", List.of("ref")),
            Map.entry("ConvertBodyDefinition", List.of("type")),
            Map.entry("ClaimCheckDefinition", List.of("operation")),
            Map.entry("ThrowExceptionDefinition", List.of("exceptionType", "ref")),
            Map.entry("CatchDefinition", List.of(EXCEPTION)),
            Map.entry("OnExceptionDefinition", List.of(EXCEPTION)),
            Map.entry("ToDynamicDefinition", List.of("uri")),
            Map.entry("WireTapDefinition", List.of("uri")),
            Map.entry("PollDefinition", List.of("uri")),
            Map.entry("ToDefinition", List.of("uri")),
            Map.entry("FromDefinition", List.of("uri")),
            Map.entry("LogDefinition", List.of("message")),
            Map.entry("MethodCallExpression", List.of("ref", "beanType")),
            Map.entry("RefExpression", List.of("expression")),
            Map.entry("LanguageExpression", List.of("language")),
            Map.entry("TokenizerExpression", List.of("token")),
            Map.entry("XPathExpression", List.of("expression")),
            Map.entry("CSimpleExpression", List.of("expression")));

    /** Of all their alternatives one must be there. */
    private static final Map<String, String> ALTERNATIVES = Map.of(
            "MarshalDefinition",
            "json: {}",
            "UnmarshalDefinition",
            "json: {}",
            "LoadBalanceDefinition",
            "roundRobin: {}");

    /** What an error handler can do with an exception. */
    private static final List<String> HANDLING = List.of(
            STEPS,
            "handled",
            "continued",
            "redeliveryPolicy",
            "redeliveryPolicyRef",
            "retryWhile",
            "onRedeliveryRef",
            "onExceptionOccurredRef",
            "useOriginalMessage",
            "useOriginalBody");

    private NeededParts() {}

    /**
     * Says it of what stands below a key.
     *
     * @param key for people
     */
    static void check(CheckedFile file, Findings findings, String key, MappingNode map, Shape shape) {
        if (map.getValue().stream().anyMatch(each -> findings.isRefused(each.getKeyNode()))) {
            return; // it may be the one that is missing
        }
        List<String> oneOf = ONE_OF.getOrDefault(shape.name(), List.of());
        String alternative = ALTERNATIVES.get(shape.name());
        if (WITH_STEPS.contains(shape.name()) && !has(map, STEPS)) {
            findings.fault(file, map, "'" + key + "' has no steps; write one or more below steps:, or take it away");
        } else if (!oneOf.isEmpty() && oneOf.stream().noneMatch(each -> has(map, each))) {
            findings.fault(
                    file,
                    map,
                    "'" + key + "' needs "
                            + oneOf.stream().map(each -> each + ":").collect(Collectors.joining(" or "))
                            + "; write " + oneOf.get(0) + ": "
                            + (oneOf.get(0).equals(EXCEPTION)
                                    ? "with a list below it, as in - java.lang.Exception"
                                    : "… below it"));
        } else if (alternative != null && shape.oneOf().stream().noneMatch(each -> stands(map, each))) {
            findings.fault(file, map, "'" + key + "' does not say how; write for example " + alternative + " below it");
        } else if (shape.name().equals("OnExceptionDefinition")
                && HANDLING.stream().noneMatch(each -> has(map, each))) {
            findings.fault(file, map, "'" + key + "' does not say what to do; write steps: or handled: below it");
        }
    }

    /** Whether something must stand there. */
    static boolean isNeeding(Shape shape) {
        return ONE_OF.containsKey(shape.name()) || ALTERNATIVES.containsKey(shape.name());
    }

    private static boolean stands(MappingNode map, String key) {
        return value(map, key) != null;
    }

    /** With something in it. */
    private static boolean has(MappingNode map, String key) {
        Node value = value(map, key);
        return value instanceof ScalarNode text
                ? !text.getValue().isBlank()
                : value instanceof SequenceNode list ? !list.getValue().isEmpty() : value != null;
    }

    private static Node value(MappingNode map, String key) {
        return map.getValue().stream()
                .filter(each -> Yaml.text(each.getKeyNode()).equals(key)
                        || StringHelper.dashToCamelCase(Yaml.text(each.getKeyNode()))
                                .equals(key))
                .map(NodeTuple::getValueNode)
                .findFirst()
                .orElse(null);
    }
}
