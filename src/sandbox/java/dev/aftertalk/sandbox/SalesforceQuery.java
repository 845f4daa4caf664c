package dev.aftertalk.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The part of SOQL that Aftertalk's sinks use: {@code SELECT … FROM object WHERE field = | IN | LIKE … AND …}. */
record SalesforceQuery(String object, List<String> fields, List<Condition> conditions)
        implements Predicate<Map<String, Object>> {

    private static final String LITERAL = "'(?:\\\\.|[^'\\\\])*'";
    private static final Pattern QUERY = Pattern.compile(
            "SELECT ([\\w, ]+) FROM (\\w+) WHERE (.+?)(?: ORDER BY [\\w ]+)?(?: LIMIT \\d+)?", Pattern.DOTALL);
    private static final Pattern CONDITION = Pattern.compile(
            "(\\w+) (=|IN|LIKE) (" + LITERAL + "|\\(" + LITERAL + "(?:, " + LITERAL + ")*\\))(?: AND |$)");

    /** A condition on one field: it has one of the values, or has it in it, in any letter case. */
    private record Condition(String field, List<String> values, boolean within) {

        boolean holds(Map<String, Object> record) {
            String value = Objects.toString(record.get(field), "").toLowerCase(Locale.ROOT);
            return values.stream().anyMatch(each -> within ? value.contains(each) : value.equals(each));
        }
    }

    /** Null when it is none of these. */
    static SalesforceQuery of(String soql) {
        Matcher query = QUERY.matcher(soql == null ? "" : soql);
        if (!query.matches()) {
            return null;
        }
        List<Condition> conditions = new ArrayList<>();
        List<String> fields = new ArrayList<>(List.of(query.group(1).split(", ?")));
        Matcher each = CONDITION.matcher(query.group(3));
        int end = 0;
        while (each.find() && each.start() == end) {
            boolean like = each.group(2).equals("LIKE");
            fields.add(each.group(1));
            conditions.add(new Condition(each.group(1), values(each.group(3), like), like));
            end = each.end();
        }
        return end == query.group(3).length() ? new SalesforceQuery(query.group(2), fields, conditions) : null;
    }

    /** The records of an org that it asks for, the one changed last first. */
    List<Map<String, Object>> in(SalesforceOrg org) {
        return conditions.stream()
                .filter(condition -> !condition.within())
                .findFirst()
                .map(exact -> org.find(object, exact.field(), exact.values(), this))
                .orElseGet(() -> org.find(object, this));
    }

    @Override
    public boolean test(Map<String, Object> record) {
        return conditions.stream().allMatch(condition -> condition.holds(record));
    }

    private static List<String> values(String literals, boolean like) {
        return Pattern.compile(LITERAL)
                .matcher(literals)
                .results()
                .map(result -> result.group().substring(1, result.group().length() - 1))
                .map(text -> like ? text.replaceFirst("^%", "").replaceFirst("%$", "") : text)
                .map(text -> text.replaceAll("\\\\(.)", "$1").toLowerCase(Locale.ROOT))
                .collect(Collectors.toList());
    }
}
