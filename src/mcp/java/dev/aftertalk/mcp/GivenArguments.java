package dev.aftertalk.mcp;

import dev.aftertalk.text.PlainText;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Holds what a tool is called with against its {@link InputSchema}, and says what to give instead. It knows no more of JSON Schema than that. */
final class GivenArguments implements JsonSchemaValidator {

    @Override
    public ValidationResponse validate(Map<String, Object> schema, Object given) {
        Map<?, ?> arguments = given instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> properties = (Map<?, ?>) schema.get("properties");
        List<String> faults = new ArrayList<>();
        arguments.forEach((name, value) -> {
            if (!(properties.get(name) instanceof Map<?, ?> property)) {
                faults.add("there is no argument " + name + "; there are " + properties.keySet());
            } else if (value != null) {
                String fault = fault(property, value);
                if (fault != null) {
                    faults.add(name + " must be " + fault);
                }
            }
        });
        if (schema.get("required") instanceof Collection<?> required) {
            required.stream()
                    .filter(name -> arguments.get(name) == null
                            || arguments.get(name).toString().isBlank())
                    .forEach(name -> faults.add(name + " is missing"));
        }
        return faults.isEmpty()
                ? ValidationResponse.asValid(null)
                : ValidationResponse.asInvalid(String.join("; ", faults) + ".");
    }

    /** What a value must be and is not; null when it is. */
    private static String fault(Map<?, ?> property, Object value) {
        return switch ((String) property.get("type")) {
            case "integer" -> integer(property, value);
            case "boolean" -> value instanceof Boolean ? null : "true or false";
            case "array" -> array(property, value);
            default -> text(property, value);
        };
    }

    private static String integer(Map<?, ?> property, Object value) {
        int least = (Integer) property.get("minimum");
        int most = (Integer) property.get("maximum");
        return value instanceof Integer number && number >= least && number <= most
                ? null
                : "a whole number from " + least + " to " + most;
    }

    private static String array(Map<?, ?> property, Object value) {
        int most = (Integer) property.get("maxItems");
        return value instanceof List<?> list
                        && list.size() <= most
                        && list.stream().allMatch(each -> each instanceof String text && PlainText.isStorable(text))
                ? null
                : "a list of at most " + most + " texts without NUL or half a character";
    }

    /** Numbers will do: ids are written without quotation marks by some. */
    private static String text(Map<?, ?> property, Object value) {
        if (!(value instanceof String) && !(value instanceof Number)) {
            return "a text";
        }
        if (property.get("enum") instanceof List<?> choices) {
            return choices.contains(value) ? null : "one of " + choices;
        }
        int longest = (Integer) property.get("maxLength");
        if (!PlainText.isStorable(value.toString())) {
            return "a text without NUL or half a character";
        }
        return value.toString().length() <= longest ? null : "a text of at most " + longest + " characters";
    }
}
