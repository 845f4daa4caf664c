package dev.aftertalk.deploy.check;

/**
 * Where the walk is.
 *
 * @param parent what has the key
 * @param owner the definition of the step that an expression is for
 * @param step the key of that
 */
record Place(String key, Shape parent, String parentKey, String owner, String step) {

    static Place top(String key, Shape shape) {
        return new Place(key, shape, "", "", "");
    }

    Place below(String below, Shape shape) {
        boolean expression = shape.name().equals("ExpressionDefinition") || shape.isLanguage();
        return new Place(below, shape, key, expression ? owner : shape.name(), expression ? step : key);
    }
}
