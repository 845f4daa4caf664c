package dev.aftertalk.sandbox;

import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.ScalarTypeDefinition;
import graphql.language.StringValue;
import graphql.language.UnionTypeDefinition;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.ScalarInfo;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A GraphQL server by the specification: it checks each query against its schema, also shows the schema, and answers out of maps, of which
 * {@code __typename} says the type where there are several. A {@link RuntimeException} in a map is an error of that field. A list where the
 * schema has a connection is given page by page, as Relay has it.
 */
public final class GraphqlPeer {

    private static final int LARGEST_PAGE = 100;
    private static final String CURSOR = "after ";

    private final BiFunction<String, Map<String, Object>, Object> data;
    private final GraphQL engine;

    /**
     * @param schema in GraphQL's own language
     * @param data gives what a field of {@code Query} leads to, for its name and arguments
     */
    public GraphqlPeer(String schema, BiFunction<String, Map<String, Object>, Object> data) {
        this.data = data;
        TypeDefinitionRegistry types = new SchemaParser().parse(schema);
        RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
        types.scalars().values().stream()
                .filter(scalar -> !ScalarInfo.isGraphqlSpecifiedScalar(scalar.getName()))
                .forEach(scalar -> wiring.scalar(scalar(scalar)));
        List<String> several = new ArrayList<>();
        types.getTypes(InterfaceTypeDefinition.class).forEach(type -> several.add(type.getName()));
        types.getTypes(UnionTypeDefinition.class).forEach(type -> several.add(type.getName()));
        several.forEach(name -> wiring.type(
                name,
                type -> type.typeResolver(resolved -> resolved.getSchema()
                        .getObjectType(String.valueOf(((Map<?, ?>) resolved.getObject()).get("__typename"))))));
        wiring.codeRegistry(GraphQLCodeRegistry.newCodeRegistry()
                .defaultDataFetcher(environment -> this::fetch)
                .build());
        engine = GraphQL.newGraphQL(new SchemaGenerator().makeExecutableSchema(types, wiring.build()))
                .build();
    }

    /** What is answered to a request, which has {@code query} and may have {@code operationName} and {@code variables}. */
    public Map<String, Object> answer(Map<String, ?> request) {
        ExecutionInput.Builder input = ExecutionInput.newExecutionInput(String.valueOf(request.get("query")));
        if (request.get("operationName") instanceof String name) {
            input.operationName(name);
        }
        if (request.get("variables") instanceof Map<?, ?> given) {
            @SuppressWarnings("unchecked") // the names of a JSON object are strings
            Map<String, Object> variables = (Map<String, Object>) given;
            input.variables(variables);
        }
        return engine.execute(input.build()).toSpecification();
    }

    private Object fetch(DataFetchingEnvironment environment) {
        String field = environment.getField().getName();
        Map<?, ?> source = environment.getSource();
        Object value = source == null ? data.apply(field, environment.getArguments()) : source.get(field);
        if (value instanceof RuntimeException fault) {
            throw fault;
        }
        return value instanceof List<?> all && isConnection(environment) ? page(all, environment) : value;
    }

    private static boolean isConnection(DataFetchingEnvironment environment) {
        return GraphQLTypeUtil.unwrapNonNull(environment.getFieldType()) instanceof GraphQLNamedType type
                && type.getName().endsWith("Connection");
    }

    private static Map<String, Object> page(List<?> all, DataFetchingEnvironment environment) {
        int first = environment.getArgument("first") instanceof Integer given ? given : LARGEST_PAGE;
        String after = environment.getArgument("after");
        if (first > LARGEST_PAGE) {
            throw new IllegalArgumentException("at most " + LARGEST_PAGE + " per page");
        }
        int from = after == null || after.isEmpty() ? 0 : Integer.parseInt(after.substring(CURSOR.length()));
        int to = Math.min(all.size(), from + first);
        List<Object> edges = new ArrayList<>();
        for (int at = Math.min(from, to); at < to; at++) {
            edges.add(Map.of("node", all.get(at), "cursor", CURSOR + (at + 1)));
        }
        return Map.of(
                "edges",
                edges,
                "pageInfo",
                Map.of("hasNextPage", to < all.size(), "hasPreviousPage", from > 0, "endCursor", CURSOR + to));
    }

    /** As it is written: texts and numbers. */
    private static GraphQLScalarType scalar(ScalarTypeDefinition definition) {
        return GraphQLScalarType.newScalar()
                .name(definition.getName())
                .coercing(new Coercing<Object, Object>() {
                    @Override
                    public Object serialize(Object value, GraphQLContext context, Locale locale) {
                        return value;
                    }

                    @Override
                    public Object parseValue(Object value, GraphQLContext context, Locale locale) {
                        return value;
                    }

                    @Override
                    public Object parseLiteral(
                            Value<?> value, CoercedVariables variables, GraphQLContext context, Locale locale) {
                        return ((StringValue) value).getValue();
                    }
                })
                .build();
    }
}
