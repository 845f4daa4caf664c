package dev.aftertalk.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLScalarType;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** iAdvize's GraphQL with the lists of what was: by the specification of GraphQL, with paging as Relay has it, at most 100 a page. */
public final class IadvizeHistoryPeer implements AutoCloseable {

    public static final String SCHEMA =
            """
            scalar UUID
            scalar DateTime
            scalar LegacyId
            type Query {
              conversation(id: UUID!): Conversation
              closedConversations(interval: Interval!, projectIds: [Int!], first: Int, after: String): ConversationConnection!
              satisfactionSurveyResponses(interval: Interval!, projectIds: [Int!], first: Int, after: String): ResponseConnection!
            }
            input Interval { from: DateTime!, to: DateTime! }
            type ConversationConnection { edges: [ConversationEdge!]!, pageInfo: PageInfo! }
            type ConversationEdge { node: Conversation }
            type ResponseConnection { edges: [ResponseEdge!]!, pageInfo: PageInfo! }
            type ResponseEdge { node: SatisfactionSurveyResponse }
            type PageInfo { hasNextPage: Boolean!, endCursor: String }
            type SatisfactionSurveyResponse {
              customerSatisfaction: Int!
              netPromoterScore: Int
              satisfactionComment: String
              conversation: Conversation!
            }
            type Conversation {
              id: UUID!
              createdAt: DateTime!
              closedAt: DateTime
              channel: String!
              project: Project
              visitor: Visitor
              users: [User!]
              agents: [User!]
            }
            type Project { id: Int!, name: String! }
            type Visitor { visitorId: UUID!, legacyVisitorId: LegacyId, email: String }
            type User { id: LegacyId!, lastName: String! }
            """;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 100;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final GraphQL engine;
    private final List<Map<String, Object>> conversations = new CopyOnWriteArrayList<>();
    private final List<Map<String, Object>> responses = new CopyOnWriteArrayList<>();
    private final Queue<Answer> next = new ConcurrentLinkedQueue<>();
    private final Queue<String> lists = new ConcurrentLinkedQueue<>();

    /** What is answered instead of a list. */
    public record Answer(int status, String body, String... headers) {}

    public IadvizeHistoryPeer() throws IOException {
        this(SCHEMA);
    }

    public IadvizeHistoryPeer(String schema) throws IOException {
        engine = engine(schema);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        server.createContext(
                "/oauth2/token",
                exchange -> respond(
                        exchange,
                        new Answer(200, "{\"access_token\":\"t\",\"expires_in\":86400,\"token_type\":\"Bearer\"}")));
        server.createContext("/graphql", this::graphql);
        server.start();
    }

    /** The settings that lead here. */
    public String[] settings() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return new String[] {
            "--iadvize.graphql.url=" + url + "/graphql",
            "--iadvize.graphql.token-url=" + url + "/oauth2/token",
            "--iadvize.graphql.username=user@shop.test",
            "--iadvize.graphql.password=secret"
        };
    }

    /** A conversation that is closed now, or was then. */
    public String closed(Instant at) {
        String id = UUID.randomUUID().toString();
        conversations.add(conversation(id, at));
        return id;
    }

    /** A conversation whose id is the given one. */
    public void closed(String id, Instant at) {
        conversations.add(conversation(id, at));
    }

    /** What the visitor answered in the end. */
    public void answered(String conversation, Instant closed, int score, Integer recommends, String comment) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("customerSatisfaction", score);
        response.put("netPromoterScore", recommends);
        response.put("satisfactionComment", comment);
        response.put("conversation", conversation(conversation, closed));
        responses.add(response);
    }

    /** Answers the next question for a list so, once. */
    public void answerNext(Answer answer) {
        next.add(answer);
    }

    /** The questions for lists, oldest first. */
    public List<String> asked() {
        return new ArrayList<>(lists);
    }

    public void forget() {
        conversations.clear();
        responses.clear();
        next.clear();
        lists.clear();
    }

    private static Map<String, Object> conversation(String id, Instant closed) {
        return Map.of(
                "id", id,
                "createdAt", closed.minusSeconds(600).toString(),
                "closedAt", closed.toString(),
                "channel", "CHAT",
                "project", Map.of("id", 1, "name", "Shop"),
                "visitor",
                        Map.of(
                                "visitorId",
                                UUID.nameUUIDFromBytes(id.getBytes()).toString(),
                                "legacyVisitorId",
                                4711),
                "users", List.of(Map.of("id", 30, "lastName", "Wall-e"), Map.of("id", 31, "lastName", "Robert")));
    }

    private void graphql(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
        String query = request.path("query").asText();
        if (query.contains("closedConversations(") || query.contains("satisfactionSurveyResponses(")) {
            lists.add(query);
            Answer planned = next.poll();
            if (planned != null) {
                respond(exchange, planned);
                return;
            }
        }
        ExecutionInput input = ExecutionInput.newExecutionInput(query)
                .operationName(request.path("operationName").asText())
                .build();
        respond(
                exchange,
                new Answer(200, JSON.writeValueAsString(engine.execute(input).toSpecification())));
    }

    private Object fetch(DataFetchingEnvironment environment) {
        String field = environment.getField().getName();
        if (field.equals("closedConversations") || field.equals("satisfactionSurveyResponses")) {
            return page(environment, field.equals("closedConversations") ? conversations : responses);
        }
        return environment.getSource() instanceof Map<?, ?> source ? source.get(field) : null;
    }

    private static Map<String, Object> page(DataFetchingEnvironment environment, List<Map<String, Object>> all) {
        Map<String, String> interval = interval(environment);
        Instant from = Instant.parse(interval.get("from"));
        Instant to = Instant.parse(interval.get("to"));
        List<Map<String, Object>> inside = all.stream()
                .filter(one -> {
                    Map<?, ?> of = (Map<?, ?>) one.getOrDefault("conversation", one);
                    Instant closed = Instant.parse((String) of.get("closedAt"));
                    return !closed.isBefore(from) && !closed.isAfter(to);
                })
                .toList();
        Integer first = environment.getArgument("first");
        String after = environment.getArgument("after");
        int begin = after == null || after.isEmpty() ? 0 : Integer.parseInt(after.substring(1));
        int end = Math.min(inside.size(), begin + Math.min(MOST, first == null ? MOST : first));
        List<Map<String, Object>> edges = inside.subList(begin, end).stream()
                .map(one -> Map.of("node", (Object) one))
                .toList();
        return Map.of("edges", edges, "pageInfo", Map.of("hasNextPage", end < inside.size(), "endCursor", "c" + end));
    }

    private static Map<String, String> interval(DataFetchingEnvironment environment) {
        Map<String, String> direct = environment.getArgument("interval");
        Map<String, Map<String, String>> filter = environment.getArgument("filter");
        return direct == null ? filter.get("interval") : direct;
    }

    private GraphQL engine(String schema) {
        TypeDefinitionRegistry types = new SchemaParser().parse(schema);
        RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
        Stream.of("UUID", "DateTime", "LegacyId").forEach(name -> wiring.scalar(scalar(name)));
        wiring.codeRegistry(GraphQLCodeRegistry.newCodeRegistry()
                .defaultDataFetcher(environment -> this::fetch)
                .build());
        return GraphQL.newGraphQL(new SchemaGenerator().makeExecutableSchema(types, wiring.build()))
                .build();
    }

    private static GraphQLScalarType scalar(String name) {
        return GraphQLScalarType.newScalar()
                .name(name)
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

    private static void respond(HttpExchange exchange, Answer answer) throws IOException {
        for (int i = 0; i < answer.headers().length; i += 2) {
            exchange.getResponseHeaders().set(answer.headers()[i], answer.headers()[i + 1]);
        }
        IadvizePeer.respond(exchange, answer.status(), answer.body());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
