package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.connectors.iadvize.IadvizePeer.Answer;
import dev.aftertalk.connectors.iadvize.IadvizePeer.Asked;
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
import graphql.schema.GraphQLScalarType;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A GraphQL server by the specification: it checks each query against its schema, also shows the schema, and answers out of maps. A
 * {@link RuntimeException} in a map is an error of that field.
 */
final class GraphqlServer implements Function<Asked, Answer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, Object> data = new LinkedHashMap<>();
    private final GraphQL engine;

    GraphqlServer(String schema) {
        TypeDefinitionRegistry types = new SchemaParser().parse(schema);
        RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
        types.scalars().values().forEach(scalar -> {
            if (types.getType(scalar.getName()).isPresent()
                    && !List.of("Int", "Float", "String", "Boolean", "ID").contains(scalar.getName())) {
                wiring.scalar(scalar(scalar));
            }
        });
        List<String> several = new ArrayList<>();
        types.getTypes(InterfaceTypeDefinition.class).forEach(type -> several.add(type.getName()));
        types.getTypes(UnionTypeDefinition.class).forEach(type -> several.add(type.getName()));
        several.forEach(name -> wiring.type(
                name,
                type -> type.typeResolver(resolved -> resolved.getSchema()
                        .getObjectType(String.valueOf(((Map<?, ?>) resolved.getObject()).get("__typename"))))));
        wiring.codeRegistry(graphql.schema.GraphQLCodeRegistry.newCodeRegistry()
                .defaultDataFetcher(environment -> this::fetch)
                .build());
        engine = GraphQL.newGraphQL(new SchemaGenerator().makeExecutableSchema(types, wiring.build()))
                .build();
    }

    @Override
    public Answer apply(Asked asked) {
        try {
            JsonNode request = JSON.readTree(asked.body());
            @SuppressWarnings("unchecked")
            Map<String, Object> variables = JSON.convertValue(request.path("variables"), Map.class);
            ExecutionInput input = ExecutionInput.newExecutionInput(
                            request.path("query").asText())
                    .operationName(request.path("operationName").asText())
                    .variables(variables == null ? Map.of() : variables)
                    .build();
            return Answer.json(
                    200, JSON.writeValueAsString(engine.execute(input).toSpecification()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Object fetch(DataFetchingEnvironment environment) {
        Map<?, ?> source = environment.getSource() == null ? data : environment.getSource();
        Object value = source.get(environment.getField().getName());
        if (value instanceof RuntimeException fault) {
            throw fault;
        }
        return environment.getField().getName().equals("messages")
                        && value instanceof List<?> all
                        && environment.containsArgument("first")
                ? page(all, environment)
                : value;
    }

    /** A page as Relay has it; a cursor is the number of the message behind it. */
    private static Map<String, Object> page(List<?> all, DataFetchingEnvironment environment) {
        int first = environment.getArgument("first");
        String after = environment.getArgument("after");
        if (first > 100) {
            throw new IllegalArgumentException("at most 100 per page");
        }
        int from = after == null || after.isEmpty() ? 0 : Integer.parseInt(after.substring("after ".length()));
        int to = Math.min(all.size(), from + first);
        List<Object> edges = new ArrayList<>();
        all.subList(from, to).forEach(node -> edges.add(Map.of("node", node, "cursor", "c")));
        return Map.of(
                "edges",
                edges,
                "pageInfo",
                Map.of("hasNextPage", to < all.size(), "hasPreviousPage", from > 0, "endCursor", "after " + to));
    }

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
