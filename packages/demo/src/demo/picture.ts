const width = 480
const height = 270
const framesPerSecond = 15

/** A moving picture that needs no camera: the time, a name, and a disc that comes and goes. */
export function generatedPicture(name: string, hue: number): MediaStreamTrack {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')!
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  const draw = () => drawFrame(pen, { name, hue, calm })
  draw()
  const timer = setInterval(draw, 1000 / framesPerSecond)
  const [track] = canvas.captureStream(framesPerSecond).getVideoTracks()
  const { stop } = track!
  track!.stop = () => {
    clearInterval(timer)
    stop.call(track)
  }
  return track!
}

interface Look {
  readonly name: string
  readonly hue: number
  /** nothing but the digits moves */
  readonly calm: boolean
}

function drawFrame(pen: CanvasRenderingContext2D, { name, hue, calm }: Look): void {
  const seconds = Date.now() / 1000
  const turn = calm ? 0.5 : (Math.sin(seconds * 1.3) + 1) / 2
  const shade = pen.createLinearGradient(0, 0, width, height)
  shade.addColorStop(0, `hsl(${hue} 42% 26%)`)
  shade.addColorStop(1, `hsl(${hue + 30} 48% 40%)`)
  pen.fillStyle = shade
  pen.fillRect(0, 0, width, height)
  pen.fillStyle = `hsl(${hue + 20} 75% 72% / 0.45)`
  pen.beginPath()
  pen.arc(70 + turn * (width - 140), height * 0.62, 46, 0, 2 * Math.PI)
  pen.fill()
  pen.fillStyle = '#fff'
  pen.font = '600 34px system-ui, sans-serif'
  pen.fillText(name, 24, 56)
  pen.font = '24px ui-monospace, monospace'
  pen.fillText(new Date().toLocaleTimeString('en-GB'), 24, height - 24)
}

/** @throws DOMException when there is no camera, or it may not be used */
export async function cameraPicture(): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width, height } })
  return stream.getVideoTracks()[0]!
}
