package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.Address;
import dev.aftertalk.deploy.check.Languages.Refused;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in plain words what is wrong with a text in the Simple language, and what it means where it parses and means something else. */
final class SimpleWords {

    private static final Set<String> OPERATORS = Set.of(
            "==",
            "=~",
            ">",
            ">=",
            "<",
            "<=",
            "!=",
            "!=~",
            "contains",
            "!contains",
            "~~",
            "!~~",
            "regex",
            "!regex",
            "in",
            "!in",
            "is",
            "!is",
            "range",
            "!range",
            "startsWith",
            "!startsWith",
            "endsWith",
            "!endsWith",
            "&&",
            "||");

    private static final Pattern UNKNOWN = Pattern.compile("Unknown function: (.*) at location (\\d+)");
    private static final Pattern VALID = Pattern.compile("Valid syntax: \\$\\{(.*)} was: (.*) at location (\\d+)");
    private static final Pattern WORD = Pattern.compile("^!?[\\w-]+");
    private static final Pattern LATE_NULL_SAFE = Pattern.compile("](\\?)[\\[.]");
    private static final Pattern COMPARED = Pattern.compile("\uE000\\s*(==|!=|>=|<=|&&|\\|\\||!?contains\\b)\\s*");
    private static final Pattern ELVIS = Pattern.compile("\uE000\\s*\\?:");

    /** Stands for an expression in a text whose expressions don't matter. */
    private static final char EXPRESSION = '\uE000';

    private SimpleWords() {}

    /**
     * What is wrong or doubtful.
     *
     * @param part of the text where it is
     */
    record Said(String part, String problem) {}

    /** The words for what the parser has refused. */
    static Said of(String text, Refused refused) {
        String problem = refused.problem();
        Matcher unknown = UNKNOWN.matcher(problem);
        if (unknown.find()) {
            return function(unknown.group(1));
        }
        Matcher valid = VALID.matcher(problem);
        if (valid.find()) {
            String name = valid.group(2).split("[.(:\\[]", 2)[0];
            String right = valid.group(1).split("[.(:\\[]", 2)[0];
            return name.equals(right)
                    ? new Said(
                            valid.group(2), "'" + valid.group(2) + "' is not complete; write ${" + valid.group(1) + "}")
                    : function(valid.group(2));
        }
        if (problem.contains("functionEnd")) {
            return new Said("${", "the ${ is not closed; a } is missing behind its expression");
        }
        if (problem.contains("singleQuote") || problem.contains("doubleQuote")) {
            return new Said("", "a quotation mark is not closed in " + text);
        }
        if (problem.contains("No language could be found for")) {
            String language = problem.substring(problem.lastIndexOf(' ') + 1);
            return new Said(language, noLanguage(language));
        }
        if (problem.contains("does not support token") || problem.contains("expected symbol whiteSpace")) {
            return new Said("", "a text that is compared stands in 'quotes', in " + text);
        }
        if (problem.contains("Unexpected token") && refused.at() >= 0) {
            return unexpected(text, Math.min(refused.at(), text.length()));
        }
        return new Said("", problem);
    }

    static String noLanguage(String language) {
        return "the language '" + language
                + "' is not there: write it in simple, or fetch it into lib/: java -jar aftertalk.jar add-component "
                + language + ", then restart";
    }

    private static Said function(String written) {
        String name = written.split("[.(:\\[?]", 2)[0];
        return new Said(
                "${" + name,
                "unknown function '" + name + "': "
                        + Near.meant(
                                name,
                                Languages.shipped().functionNames(),
                                "write for example ${body[channel]} or ${variable.visitor[email]}"));
    }

    private static Said unexpected(String text, int at) {
        String rest = text.substring(at);
        // The parser stops behind the first letter of what it does not know.
        String before = at > 0 ? text.substring(0, at) : "";
        Matcher word = WORD.matcher(rest);
        if (rest.startsWith("?")) {
            return new Said(rest, "Simple has no 'a ? b : c' and no '?:'; write choice: with when: and otherwise:");
        }
        if (rest.startsWith("(") || rest.startsWith(")")) {
            return new Said(
                    rest, "Simple has no parentheses around comparisons; write filters or steps in each other instead");
        }
        if (rest.startsWith("=") || rest.startsWith("!") || rest.startsWith(">") || rest.startsWith("<")) {
            return comparison(text, at);
        }
        if (word.find()) {
            String said = word.group();
            if (said.equals("and") || said.equals("or")) {
                return new Said(rest, "write " + (said.equals("and") ? "&&" : "||") + " for '" + said + "'");
            }
            if (before.isBlank()) {
                return new Said(
                        rest,
                        "'" + said + "' would be a text here; write ${" + said
                                + "} for what the message has, or 'quotes' around a text");
            }
            return new Said(
                    rest,
                    "unknown operator '" + said + "': " + Near.meant(said, OPERATORS, "there are " + operators()));
        }
        return new Said(rest, "'" + rest + "' can't stand here; write ${…}, an operator and what it is compared with");
    }

    private static Said comparison(String text, int at) {
        int start = at;
        while (start > 0 && "=!<>".indexOf(text.charAt(start - 1)) >= 0) {
            start--;
        }
        int end = at;
        while (end < text.length() && "=!<>~".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        String operator = text.substring(start, end);
        if (operator.equals("=") || operator.equals("===")) {
            return new Said(text.substring(start), "write == in place of " + operator + " to compare");
        }
        if (OPERATORS.contains(operator)) {
            return text.substring(end).isBlank()
                    ? new Said(text.substring(start), "nothing stands behind " + operator + " to compare with")
                    : new Said(text.substring(start), "write a blank before and behind " + operator);
        }
        return operator.startsWith("!")
                ? new Said(text.substring(start), "! can't stand before an expression; write == false behind it")
                : new Said(
                        text.substring(start),
                        "unknown operator '" + operator + "': "
                                + Near.meant(operator, OPERATORS, "there are " + operators()));
    }

    /** Those people need. */
    private static String operators() {
        return "==, !=, >, >=, <, <=, contains, !contains, in, regex, startsWith, endsWith, && and ||";
    }

    /** Camel takes it, and it never holds or gives anything. */
    static String nothing(String language) {
        return "nothing stands after '" + language + ":'; write "
                + (language.equals("simple")
                        ? "a condition, such as ${body[score]} < 3"
                        : "what it is about, such as " + language + ": visitor");
    }

    /** What can never be right though it parses. */
    static Optional<Said> neverRight(String text) {
        return text.contains("${}")
                ? Optional.of(new Said("${}", "nothing stands in ${}; write an expression, such as ${body}"))
                : Optional.empty();
    }

    /** What parses and may mean something else than it says. */
    static List<Said> doubts(String text, boolean predicate) {
        String around = around(text);
        java.util.ArrayList<Said> said = new java.util.ArrayList<>();
        if (predicate && around.contains("&&") && around.contains("||")) {
            said.add(
                    new Said(
                            around.indexOf("&&") > around.indexOf("||") ? "&&" : "||",
                            "&& and || are worked out from left to right: a || b && c is (a || b) && c; keep them apart with filters or steps"));
        }
        Matcher late = LATE_NULL_SAFE.matcher(text);
        if (text.contains("${") && late.find()) {
            said.add(
                    new Said(
                            "]?",
                            "the ? stands before the step that may come to nothing: ${body?[visitor][email]} where visitor may be missing, not ${body[visitor]?[email]}"));
        }
        if (!predicate && ELVIS.matcher(around).find()) {
            said.add(new Said(
                    "?:",
                    "Simple has no ?: and this is a text with ?: in it; write choice: with when: and otherwise:"));
        } else if (!predicate) {
            Matcher compared = COMPARED.matcher(around);
            if (compared.find()) {
                said.add(new Said(
                        compared.group(1),
                        "nothing is compared here, this is a text with " + compared.group(1)
                                + " in it; compare in filter: or in when: below choice:"));
            }
        }
        return said;
    }

    /** With a mark for each expression, and without what stands in quotes. */
    private static String around(String text) {
        StringBuilder around = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            if (Address.begins(text, at)) {
                around.append(EXPRESSION);
                at = Address.end(text, at);
            } else if (text.charAt(at) == '\'' && text.indexOf('\'', at + 1) > 0) {
                around.append("''");
                at = text.indexOf('\'', at + 1) + 1;
            } else {
                around.append(text.charAt(at++));
            }
        }
        return around.toString();
    }
}
