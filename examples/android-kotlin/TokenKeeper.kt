// Not run: there is no Android toolchain here. Written for Agora RTC 4.x (io.agora.rtc2).
package io.symbolon.example

import io.agora.rtc2.ChannelMediaOptions
import io.agora.rtc2.IRtcEngineEventHandler
import io.agora.rtc2.RtcEngine
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URL
import java.util.concurrent.ScheduledThreadPoolExecutor
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit
import kotlin.random.Random
import org.json.JSONObject

/** The token server said no: asking again does not help. */
class Refused(message: String) : IOException(message)

/** Joins a channel, renews its token on the warning, and comes back when the token has ended. */
class TokenKeeper(
    private val url: String, // such as https://tokens.example.com/v1/tokens
    private val channel: String,
    private val uid: Int,
    private val onProblem: (Exception) -> Unit, // each failed attempt; a Refused is the last
) : IRtcEngineEventHandler() {
    lateinit var engine: RtcEngine // create it with this handler, then set it and call join()
    /** All below runs on it. What an SDK calls back after close() is dropped. */
    private val worker = ScheduledThreadPoolExecutor(1, ThreadPoolExecutor.DiscardPolicy())
    private var asking = false

    fun join() = worker.execute {
        ask { token -> engine.joinChannel(token, channel, uid, ChannelMediaOptions()) }
    }

    fun close() = worker.shutdownNow()

    override fun onTokenPrivilegeWillExpire(token: String) = renew() // the argument is the old token
    override fun onRequestToken() = renew() // 4.x comes back with renewToken, without another join

    private fun renew() = worker.execute { ask { token -> engine.renewToken(token) } }

    /** One request at a time; what fails is told, and tried again until it is refused. */
    private fun ask(attempt: Int = 0, hand: (String) -> Int) {
        if (asking && attempt == 0) return
        asking = true
        try {
            val code = hand(fetch())
            if (code != 0) throw IOException("the engine did not take the token: $code")
            asking = false
        } catch (problem: Exception) {
            onProblem(problem)
            if (problem is Refused) { asking = false; return }
            val most = minOf(30_000L, 1_000L shl minOf(attempt, 5)) // 1 s, 2 s … 30 s, spread at random
            worker.schedule({ ask(attempt + 1, hand) }, Random.nextLong(most / 2, most), TimeUnit.MILLISECONDS)
        }
    }

    private fun fetch(): String {
        val rtc = JSONObject().put("channel", channel).put("uid", uid).put("role", "publisher")
        val connection = URL(url).openConnection() as HttpURLConnection
        try {
            connection.requestMethod = "POST"
            connection.connectTimeout = 10_000
            connection.readTimeout = 10_000
            connection.doOutput = true
            connection.setRequestProperty("content-type", "application/json")
            connection.outputStream.use { it.write(JSONObject().put("rtc", rtc).toString().toByteArray()) }
            val status = connection.responseCode
            if (status in listOf(400, 401, 403, 422)) throw Refused("the token server answers $status")
            if (status !in 200..299) throw IOException("the token server answers $status")
            val token = JSONObject(connection.inputStream.bufferedReader().readText()).getString("token")
            return token.ifEmpty { throw IOException("the token server gave an empty token") }
        } finally {
            connection.disconnect()
        }
    }
}
